namespace Media.Documents.Mongo;

/// <summary>Settings <c>Media:Mongo</c>, for the engine <c>mongo</c>.</summary>
public sealed class MongoSettings
{
    public const string Section = "Media:Mongo";

    /// <summary><c>mongodb://…</c> or <c>mongodb+srv://…</c>, with the user and password where there are any: a secret.</summary>
    public string? Uri { get; set; }

    /// <summary>The database: letters, digits, <c>-</c> and <c>_</c>; 1 to 60.</summary>
    public string Database { get; set; } = "media";

    /// <summary>How long one call may take; 1 s to 1 minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
