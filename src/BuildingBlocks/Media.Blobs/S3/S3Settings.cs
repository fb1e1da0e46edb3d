namespace Media.Blobs.S3;

/// <summary>Settings <c>Media:S3</c>, for the engine <c>s3</c>.</summary>
internal sealed class S3Settings
{
    public const string Section = "Media:S3";

    /// <summary>Where the store answers: <c>http(s)://HOST:PORT</c>. Null takes AWS's own of <see cref="Region"/>.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Where clients reach the store: stands in the addresses at which they put parts. Null: as <see cref="Endpoint"/>.</summary>
    public string? PublicEndpoint { get; set; }

    public string Region { get; set; } = "us-east-1";

    /// <summary>3 to 63 lower-case letters, digits, <c>.</c> and <c>-</c>. Made at the start where it is missing and may be.</summary>
    public string? Bucket { get; set; }

    /// <summary>Null, with an <see cref="Endpoint"/> of null too, takes what the machine is given by AWS.</summary>
    public string? AccessKey { get; set; }

    /// <summary>A secret.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Whether the bucket stands in the path (<c>HOST/BUCKET</c>) or before the host's name. By default in the path where an endpoint is named.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>How long one call may take, and six times as long one that sends a part; 1 s to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
