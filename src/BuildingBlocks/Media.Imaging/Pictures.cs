using Media.Imaging.Decode;
using Media.Imaging.Pipeline;
using Microsoft.Extensions.Options;

namespace Media.Imaging;

/// <summary>
/// Reads strangers' pictures and makes others of them. The format is told by the bytes, never by a name; at most
/// <see cref="ImagingSettings.Concurrency"/> pictures are worked on at once, and the rest wait their turn. Every call throws
/// <see cref="PictureException"/> where the file is the reason that it cannot be done.
/// </summary>
public sealed class Pictures : IDisposable
{
    private readonly PictureLimits limits;
    private readonly ImagingSettings settings;
    private readonly VipsDecoder vips;
    private readonly Renditions renditions;
    private readonly SemaphoreSlim room;

    public Pictures(IOptions<PictureLimits> limits, IOptions<ImagingSettings> settings)
    {
        this.limits = limits.Value;
        this.settings = settings.Value;
        vips = new VipsDecoder(this.limits);
        renditions = new Renditions(this.settings);
        room = new SemaphoreSlim(this.settings.Concurrency > 0 ? this.settings.Concurrency : Environment.ProcessorCount);
    }

    /// <summary>What a picture's header says; no pixel is decoded in this process.</summary>
    /// <param name="path">A file of ours, never a path from a client.</param>
    public Task<PictureHeader> Inspect(string path, DecodeWhere where, CancellationToken stop) =>
        Decoded(path, PixelNeed.Everything, where, (picture, _) => picture.Header, stop);

    /// <summary>All renditions, in the order asked for, from one decode.</summary>
    /// <param name="orders">At least one.</param>
    public async Task<IReadOnlyList<MadeRendition>> Render(
        string path, IReadOnlyList<RenditionOrder> orders, DecodeWhere where, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfZero(orders.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(orders.Min(o => o.MaxSide), 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orders.Max(o => o.MaxSide), 16_383);
        var need = PixelNeed.LongestSide(orders.Max(o => o.MaxSide));
        return await Decoded(path, need, where, (picture, ends) => renditions.Make(picture, orders, ends), stop);
    }

    /// <summary>The picture as a model's input.</summary>
    /// <param name="width">Pixels, 1 to 4,096.</param>
    /// <param name="height">Pixels, 1 to 4,096.</param>
    public async Task<DetectorInput> DecodeForDetection(
        string path, int width, int height, DetectorFit fit, DecodeWhere where, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(width, height), 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(width, height), 4096);
        var need = DetectorInputs.Need(width, height, fit);
        return await Decoded(path, need, where, (picture, ends) => DetectorInputs.Make(picture, width, height, fit, ends), stop);
    }

    public void Dispose() => room.Dispose();

    private async Task<T> Decoded<T>(
        string path, PixelNeed need, DecodeWhere where, Func<OpenPicture, CancellationToken, T> make, CancellationToken stop)
    {
        await room.WaitAsync(stop);
        try
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
            ends.CancelAfter(TimeSpan.FromSeconds(settings.Seconds));
            using var picture = await Open(path, need, where, ends.Token);
            // Decoding holds its thread for as long as it takes; the caller's goes free.
            return await Task.Run(() => make(picture, ends.Token), CancellationToken.None);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new PictureException(PictureProblem.TooComplex());
        }
        finally
        {
            room.Release();
        }
    }

    private async Task<OpenPicture> Open(string path, PixelNeed need, DecodeWhere where, CancellationToken stop)
    {
        var sniffed = PictureSniffer.Sniff(await Head(path, stop)) ?? throw new PictureException(PictureProblem.TypeUnsupported());
        if (sniffed is { Width: { } width, Height: { } height } && limits.Check(width, height) is { } problem)
        {
            throw new PictureException(problem);
        }

        return where == DecodeWhere.Anywhere && VipsDecoder.Reads(sniffed.Format)
            ? await Task.Run(() => vips.Open(path, sniffed.Format, need), CancellationToken.None)
            : throw new PictureException(PictureProblem.TypeUnsupported());
    }

    private static async Task<byte[]> Head(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        var head = new byte[Math.Min(PictureSniffer.HeadLength, file.Length)];
        var length = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        return head[..length];
    }
}
