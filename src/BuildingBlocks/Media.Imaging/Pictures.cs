using Media.Imaging.Child;
using Media.Imaging.Decode;
using Media.Imaging.Pipeline;
using Media.Imaging.Sniff;
using Media.Sandbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NetVips;

namespace Media.Imaging;

/// <summary>
/// Reads strangers' pictures and makes others of them. The format is told by the bytes, never by a name; at most
/// <see cref="ImagingSettings.Concurrency"/> pictures are worked on at once, and the rest wait their turn. Every call throws
/// <see cref="PictureException"/> where the file is the reason that it cannot be done; whatever else it throws is worth another try.
/// </summary>
public sealed class Pictures : IDisposable
{
    private readonly PictureLimits limits;
    private readonly ImagingSettings settings;
    private readonly VipsDecoder vips;
    private readonly ChildDecoder child;
    private readonly Renditions renditions;
    private readonly SemaphoreSlim room;

    public Pictures(IOptions<PictureLimits> limits, IOptions<ImagingSettings> settings, Children children, ILogger<Pictures> log)
    {
        this.limits = limits.Value;
        this.settings = settings.Value;
        vips = new VipsDecoder(this.limits);
        child = new ChildDecoder(this.limits, this.settings, children, log);
        renditions = new Renditions(this.settings);
        room = new SemaphoreSlim(this.settings.Concurrency > 0 ? this.settings.Concurrency : Environment.ProcessorCount);
    }

    /// <summary>What a picture's header says; no pixel is decoded in this process.</summary>
    /// <param name="path">A file of ours, never a path from a client.</param>
    public Task<PictureHeader> Inspect(string path, DecodeWhere where, CancellationToken stop) => InTurn(
        async ends =>
        {
            var format = Sniff(Head.Of(path)).Format;
            return await Read(
                format, where == DecodeWhere.ChildOnly, () => vips.Inspect(path, format), () => child.Inspect(path, format, ends));
        },
        stop);

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

    private Task<T> Decoded<T>(
        string path, PixelNeed need, DecodeWhere where, Func<OpenPicture, CancellationToken, T> make, CancellationToken stop) => InTurn(
        async ends =>
        {
            var head = Head.Of(path);
            var sniffed = Sniff(head);
            var format = sniffed.Format;
            var childOnly = where == DecodeWhere.ChildOnly || Footprint.Of(sniffed) > settings.InProcessBytes;
            using var picture = await Read(
                format, childOnly, () => Struck(vips.Open(path, format, need), head), () => child.Open(path, format, need, ends));
            return make(picture, ends);
        },
        stop);

    // Decoding holds its thread for as long as it takes: one of the pool's, and the caller's goes free.
    private async Task<T> InTurn<T>(Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        await room.WaitAsync(stop);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            ends.CancelAfter(TimeSpan.FromSeconds(settings.Seconds));
            return await Task.Run(() => work(ends.Token), CancellationToken.None);
        }
        // libvips fails where it is stopped.
        catch (Exception ended) when (ended is OperationCanceledException or VipsException && ends.IsCancellationRequested)
        {
            stop.ThrowIfCancellationRequested();
            throw new PictureException(PictureProblem.TooComplex(), ended);
        }
        finally
        {
            room.Release();
        }
    }

    private static async Task<T> Read<T>(PictureFormat format, bool childOnly, Func<T> inProcess, Func<Task<T>> inChild)
    {
        if (childOnly || !VipsDecoder.Reads(format))
        {
            return await inChild();
        }

        try
        {
            return inProcess();
        }
        catch (PictureException failure) when (SecondDecoder.MayRead(format, failure))
        {
            return await inChild();
        }
    }

    private OpenPicture Struck(OpenPicture picture, byte[] head)
    {
        TestCrash.Strike(head, settings.TestCrash);
        return picture;
    }

    private SniffedPicture Sniff(byte[] head)
    {
        var sniffed = PictureSniffer.Sniff(head) ?? throw new PictureException(PictureProblem.TypeUnsupported());
        if (sniffed is { Width: { } width, Height: { } height } && limits.Check(width, height) is { } problem)
        {
            throw new PictureException(problem);
        }

        return sniffed;
    }
}
