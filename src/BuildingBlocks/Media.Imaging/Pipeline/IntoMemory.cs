using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>Has the steps before it done now, once: without it every rendition would decode the picture again.</summary>
internal sealed class IntoMemory(CancellationToken stop) : IStep
{
    public Image Apply(Image image)
    {
        // Evaluation looks at this mark before each strip of pixels, and fails.
        using var _ = stop.Register(() => image.SetKill(true));
        return image.CopyMemory();
    }
}
