using System.Security.Cryptography;
using Media.Blobs;
using Media.Orchestration.Contracts;
using Media.Processing.Contracts;
using Media.Processing.Tests;
using Media.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(ProcessingHost))]

namespace Media.Processing.Tests;

/// <summary>The module in a real host, with somebody who listens to what it says.</summary>
public sealed class ProcessingHost : ModuleHost, IAsyncLifetime
{
    public ProcessingHost() : this(new Overheard(typeof(StepStarted), typeof(StepFailed), typeof(FileInspected), typeof(RenditionsMade), typeof(FileForgotten)))
    {
    }

    private ProcessingHost(Overheard heard) : base(new ProcessingModule(), heard) => Heard = heard;

    public Overheard Heard { get; }

    public IBlobs Blobs => Services.GetRequiredService<IBlobs>();

    /// <summary>Puts an original into the store.</summary>
    public async Task<Source> Store(Guid file, byte[] content, string mediaType)
    {
        var blob = $"originals/default/{file}/{Guid.NewGuid():N}";
        await Blobs.Write(blob, new MemoryStream(content), content.Length, TestContext.Current.CancellationToken);
        return new Source(blob, mediaType, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
