using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests.Poison;

/// <summary>Refuses notes of <c>poison</c> until it is mended, and takes all others.</summary>
internal sealed class PickyModule : IModule
{
    public const string Endpoint = "picky.bitter";

    private readonly ConcurrentQueue<Bitter> _taken = new();

    public string Name => "picky";

    public volatile bool IsMended;

    /// <summary>What was handled, in the order in which it was.</summary>
    public IReadOnlyCollection<Bitter> Taken => _taken;

    public static Bitter Poison(Guid file, long revision = 1) => new(file, revision, "poison");

    public void Add(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(this);

    public void Connect(IModuleBus bus)
    {
        bus.Hear<Bitter, Taster>();
        bus.Hear<NearBitter, NearTaster>();
    }

    private Task Taste(Bitter bitter)
    {
        // What can be read and lacks everything fails here.
        if (bitter.Note.StartsWith("poison", StringComparison.Ordinal) && !IsMended)
        {
            throw new InvalidOperationException("It is bitter.", new IOException("http://user:hush@127.0.0.1/ said no"));
        }

        _taken.Enqueue(bitter);
        return Task.CompletedTask;
    }

    private sealed class Taster(PickyModule module) : IConsumer<Bitter>
    {
        public Task Consume(ConsumeContext<Bitter> context) => module.Taste(context.Message);
    }

    private sealed class NearTaster(PickyModule module) : IConsumer<NearBitter>
    {
        public Task Consume(ConsumeContext<NearBitter> context) => module.Taste(new Bitter(context.Message.FileId, 1, context.Message.Note));
    }
}
