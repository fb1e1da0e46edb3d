namespace Media.Processing.Contracts;

/// <summary>What a file is, as its header and a probe tell.</summary>
/// <param name="Options">The digest of the command's options, as the command carried it.</param>
/// <param name="Picture">Null for what is no picture.</param>
public sealed record FileInspected(Guid FileId, string Tenant, string Options, int Generation, int Attempt, PictureFacts? Picture)
{
    public int Schema { get; init; } = 1;
}

/// <summary>A picture as people see it: upright.</summary>
/// <param name="Width">Pixels, after orientation.</param>
/// <param name="Height">Pixels, after orientation.</param>
/// <param name="Frames">1 for a still picture.</param>
/// <param name="Orientation">EXIF orientation, 1 to 8; 1 where it is absent or absurd.</param>
/// <param name="HasAlpha">Whether it has transparency.</param>
public sealed record PictureFacts(int Width, int Height, int Frames, int Orientation, bool HasAlpha);
