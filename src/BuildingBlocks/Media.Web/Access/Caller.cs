using System.Security.Claims;

namespace Media.Web;

/// <summary>Who calls: what a key or token says of its holder.</summary>
public static class Caller
{
    internal const string KeyClaim = "key";
    internal const string TenantClaim = "tenant";

    // As FastEndpoints' Scopes(…) reads it, and tokens write it: names with spaces between.
    internal const string ScopeClaim = "scope";

    /// <summary>The tenant whose files the caller may see.</summary>
    /// <exception cref="InvalidOperationException">The endpoint lets callers in without a key.</exception>
    public static string Tenant(this ClaimsPrincipal user) =>
        user.FindFirstValue(TenantClaim) ?? throw new InvalidOperationException("This caller has no tenant: the endpoint allows anonymous calls.");

    public static bool May(this ClaimsPrincipal user, string scope) => user.FindFirstValue(ScopeClaim)?.Split(' ').Contains(scope) == true;
}
