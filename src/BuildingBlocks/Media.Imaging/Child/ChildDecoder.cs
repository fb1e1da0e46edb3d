using System.Globalization;
using System.Text;
using Media.Imaging.Decode;
using Media.Sandbox;
using Microsoft.Extensions.Logging;
using NetVips;

namespace Media.Imaging.Child;

/// <summary>
/// Has a picture decoded by a child process with limits, and takes over plain pixels. A child that dies of a picture or passes its limits is the
/// picture's fault.
/// </summary>
internal sealed partial class ChildDecoder(PictureLimits limits, ImagingSettings settings, Children children, ILogger log)
{
    private const int SmallFiles = 1 << 20;

    public async Task<PictureHeader> Inspect(string path, PictureFormat format, CancellationToken stop)
    {
        using var folder = new WorkFolder();
        return (await Ask(path, format, folder, need: null, stop)).Header;
    }

    public async Task<OpenPicture> Open(string path, PictureFormat format, PixelNeed need, CancellationToken stop)
    {
        using var folder = new WorkFolder();
        var answer = await Ask(path, format, folder, need, stop);
        var file = new FileInfo(folder.File(DecodeAnswer.PixelsName));
        if (answer.Size != need.Of(answer.Header) || !file.Exists || file.LinkTarget is not null || file.Length != answer.Bytes)
        {
            throw new PictureException(PictureProblem.Corrupt());
        }

        // Read, not mapped: a mapped file that shrank would kill this process.
        var pixels = await File.ReadAllBytesAsync(file.FullName, stop);
        Vips.Start();
        using var bare = Image.NewFromMemory(pixels, answer.Size.Width, answer.Size.Height, answer.Bands, Enums.BandFormat.Uchar);
        return new OpenPicture(bare.Copy(interpretation: Enums.Interpretation.Srgb), answer.Header, orientation: 1);
    }

    private async Task<DecodeAnswer> Ask(string path, PictureFormat format, WorkFolder folder, PixelNeed? need, CancellationToken stop)
    {
        if (FirstLook.At(path, format) is { } reason)
        {
            throw new PictureException(reason);
        }

        var order = new DecodeOrder(Path.GetFullPath(path), folder.Path, need, limits, settings.ChildBytes, settings.TestCrash);
        var result = await children.Run(Run(order, folder), stop);
        if (result.End == ChildEnd.Cancelled)
        {
            throw new OperationCanceledException(stop);
        }

        if (Problem(result) is { } problem)
        {
            LogRefused(log, problem.Code, result.End, result.Code, result.PeakBytes >> 20, result.Errors);
            throw new PictureException(problem);
        }

        return DecodeAnswer.Read(folder.File(DecodeAnswer.HeaderName), format, limits) ?? throw new PictureException(PictureProblem.Corrupt());
    }

    private ChildRun Run(DecodeOrder order, WorkFolder folder)
    {
        var program = ChildProgram.Of(settings);
        var pixels = order.Need is { Cover: false } need ? Math.Min(limits.MaxPixels, (long)need.Width * need.Height) : limits.MaxPixels;
        var time = TimeSpan.FromSeconds(settings.Seconds);
        return new ChildRun(program.Path, [.. program.Arguments, .. order.ToArguments()], folder)
        {
            Environment = ChildProgram.EnvironmentOf(folder.Path, settings.ChildBytes),
            Reads = [order.Path, .. program.Folders],
            Limits = new ChildLimits
            {
                Time = time,
                Cpu = time,
                MemoryBytes = settings.ChildBytes,
                FileBytes = (order.Need is null ? 0 : pixels * 4) + SmallFiles,
                OpenFiles = 256,
                OutputBytes = 4096,
            },
        };
    }

    private PictureProblem? Problem(ChildResult result)
    {
        if (!result.Output.AsSpan().StartsWith(Encoding.ASCII.GetBytes(ChildCode.Ready)) && result.End is ChildEnd.Exited or ChildEnd.Killed)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The child decoder did not start ({result.End} {result.Code}): {result.Errors}"));
        }

        return result.End switch
        {
            ChildEnd.Exited when result.Code == 0 => null,
            ChildEnd.Exited => ChildCode.Problem(result.Code, limits) ?? PictureProblem.Corrupt(),
            // Allocations that are refused end a process in more ways than one.
            ChildEnd.Killed when result.PeakBytes < settings.ChildBytes / 2 => PictureProblem.Corrupt("The picture broke the decoder."),
            _ => PictureProblem.TooComplex(),
        };
    }

    [LoggerMessage(LogLevel.Information, "A picture was refused by the child decoder as {Problem} ({End} {Code}, {Megabytes} MiB): {Errors}")]
    private static partial void LogRefused(ILogger logger, string problem, ChildEnd end, int code, long megabytes, string errors);
}
