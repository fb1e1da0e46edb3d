using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>One step of a picture's way.</summary>
internal interface IStep
{
    /// <returns>The picture after the step, or the same object where there was nothing to do. The one handed in stays its owner's.</returns>
    Image Apply(Image image);
}
