using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>Runs a picture through steps in order and gives each between-picture back at once: left to the collector they pile up out of its sight.</summary>
internal static class Steps
{
    /// <returns>A picture of its own, for the caller to dispose of; <paramref name="source"/> stays the caller's.</returns>
    public static Image Run(Image source, IReadOnlyList<IStep> steps)
    {
        var image = source.Copy();
        try
        {
            foreach (var step in steps)
            {
                var next = step.Apply(image);
                if (!ReferenceEquals(next, image))
                {
                    image.Dispose();
                    image = next;
                }
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }
}
