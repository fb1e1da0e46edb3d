namespace Media.Imaging;

/// <summary>Where a picture may be decoded.</summary>
public enum DecodeWhere
{
    /// <summary>In this process where libvips reads the format, else in the child.</summary>
    Anywhere,

    /// <summary>In the child alone: for a picture under which workers have died, so that it kills only the child.</summary>
    ChildOnly,
}
