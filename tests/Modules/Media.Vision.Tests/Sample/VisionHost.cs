using System.Security.Cryptography;
using Media.Blobs;
using Media.Orchestration.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Vision.Contracts;
using Media.Vision.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(VisionHost))]

namespace Media.Vision.Tests.Sample;

/// <summary>The module in a real host, with somebody who listens to what it says. Its child decoder always dies.</summary>
public sealed class VisionHost : ModuleHost, IAsyncLifetime
{
    public const long MaxBytes = 3 << 20;

    public VisionHost() : this(new Overheard(
        typeof(StepStarted), typeof(StepProgressed), typeof(StepFailed), typeof(StepSkipped), typeof(ObjectsDetected), typeof(FileForgotten), typeof(TellFile)))
    {
    }

    private VisionHost(Overheard heard) : base(new VisionModule(), heard) => Heard = heard;

    public Overheard Heard { get; }

    public IBlobs Blobs => Services.GetRequiredService<IBlobs>();

    /// <summary>Puts an original into the store, and says so as Upload would.</summary>
    public async Task<FileStored> Store(byte[] content, string tenant = "default", bool say = true)
    {
        var stop = TestContext.Current.CancellationToken;
        var file = Guid.CreateVersion7();
        var blob = $"originals/{tenant}/{file}/{Guid.NewGuid():N}";
        await Blobs.Write(blob, new MemoryStream(content), content.Length, stop);
        var stored = new FileStored(
            file, tenant, 1, "picture", "image/jpeg", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), blob, "default", new Switches(),
            DateTimeOffset.UtcNow);
        if (say)
        {
            await Emit(stored, stop);
        }

        return stored;
    }

    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(
    [
        new("Media:Vision:MaxBytes", $"{MaxBytes}"),
        new("Media:Vision:Queue", "3"),
        new("Media:Vision:Concurrency", "2"),
        new("Media:Imaging:Decoder:0", "/usr/bin/sh"),
        new("Media:Imaging:Decoder:1", "-c"),
        new("Media:Imaging:Decoder:2", "echo ready; kill -SEGV $$"),
    ]);
}
