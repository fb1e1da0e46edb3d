using Media.EndToEnd.Tests.Hosting;

// A host takes all cores when it works: two tests at once would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(SharedHost))]
