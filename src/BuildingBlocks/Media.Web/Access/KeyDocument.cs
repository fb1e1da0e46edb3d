using Media.Documents;

namespace Media.Web.Access;

/// <summary>What is known of an API key: everything but the key.</summary>
internal sealed class KeyDocument : IDocument
{
    internal const string Collection = "keys";

    internal static readonly Index<KeyDocument> ByTenant = new("tenant", k => k.Tenant, k => k.CreatedAt);

    internal static readonly Index<KeyDocument> ByCreation = new("creation", k => k.CreatedAt);

    public required string Id { get; init; }

    public long Version { get; set; }

    public int Schema { get; init; } = 1;

    public required string Tenant { get; init; }

    /// <summary>For people: what the key is for.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Lower-case hex SHA-256 of the key's text.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on the key is refused; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
