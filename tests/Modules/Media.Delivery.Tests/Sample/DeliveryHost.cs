using Media.Blobs;
using Media.Delivery.Contracts;
using Media.Delivery.Publish;
using Media.Delivery.Tests.Sample;
using Media.Documents;
using Media.Testing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(DeliveryHost))]

namespace Media.Delivery.Tests.Sample;

/// <summary>The module in a host of its own. Others are played by the tests.</summary>
public sealed class DeliveryHost : ModuleHost, IAsyncLifetime
{
    private readonly Overheard _answers;

    public DeliveryHost() : this(new Overheard(typeof(FilePublished), typeof(FileWithdrawn)))
    {
    }

    private DeliveryHost(Overheard answers) : base(new DeliveryModule(), answers) => _answers = answers;

    public IBlobs Blobs => Services.GetRequiredService<IBlobs>();

    internal IDocuments<Publication> Publications => Services.GetRequiredService<IDocuments<Publication>>();

    /// <summary>Says a publication, and waits for its answer.</summary>
    public async Task<FilePublished> Publish(PublishFile said)
    {
        var before = Answers(said.FileId).Count;
        await Emit(said, TestContext.Current.CancellationToken);
        await Wait.Until(() => Answers(said.FileId).Count > before);
        return Answers(said.FileId)[^1];
    }

    public async Task<FileWithdrawn> Withdraw(Guid file, long revision)
    {
        var before = Withdrawals(file).Count;
        await Emit(new WithdrawFile(file, "default", revision), TestContext.Current.CancellationToken);
        await Wait.Until(() => Withdrawals(file).Count > before);
        return Withdrawals(file)[^1];
    }

    /// <summary>What the module has answered of a file.</summary>
    public IReadOnlyList<FilePublished> Answers(Guid file) => [.. _answers.Said<FilePublished>().Where(a => a.FileId == file)];

    public IReadOnlyList<FileWithdrawn> Withdrawals(Guid file) => [.. _answers.Said<FileWithdrawn>().Where(a => a.FileId == file)];

    protected override void Configure(WebApplicationBuilder builder) =>
        builder.Configuration.AddInMemoryCollection([new("Media:Sweep:Every", "00:00:00.200")]);
}
