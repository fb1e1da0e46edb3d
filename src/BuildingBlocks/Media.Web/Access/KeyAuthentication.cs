using System.Security.Claims;
using System.Text.Encodings.Web;
using FastEndpoints;
using Media.Web.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Web.Access;

/// <summary>Knows callers by <c>Authorization: Bearer media_…</c> and answers those it does not know (RFC 6750).</summary>
internal sealed class KeyAuthentication(
    Keys keys, TimeProvider clock, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    internal const string SchemeName = "key";

    private ProblemCode _refusal = ProblemCode.KeyMissing;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Whoever may come without a key needs none: health is answered while the store is down.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || Request.Headers.Authorization.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (!ApiKey.TryParse(header["Bearer ".Length..].Trim(), out var key)
            || await keys.Find(key.Id, Context.RequestAborted) is not { } known
            || !key.Is(known.Hash))
        {
            return Refuse(ProblemCode.KeyUnknown);
        }

        return known.ExpiresAt <= clock.GetUtcNow() ? Refuse(ProblemCode.KeyExpired) : AuthenticateResult.Success(TicketOf(known));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = _refusal == ProblemCode.KeyMissing ? "Bearer" : "Bearer error=\"invalid_token\"";
        return Refusal.Write(Context, _refusal);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scopes = Context.GetEndpoint()?.Metadata.GetMetadata<EndpointDefinition>()?.AllowedScopes ?? [];
        Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{string.Join(' ', scopes)}\"";
        return Refusal.Write(Context, ProblemCode.ScopeMissing, $"Use a key with the scope {string.Join(" or ", scopes)}.");
    }

    private AuthenticateResult Refuse(ProblemCode code)
    {
        _refusal = code;
        return AuthenticateResult.Fail(code.Code);
    }

    private static AuthenticationTicket TicketOf(KeyDocument key)
    {
        Claim[] claims = [new(Caller.KeyClaim, key.Id), new(Caller.TenantClaim, key.Tenant), new(Caller.ScopeClaim, string.Join(' ', key.Scopes))];
        return new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName);
    }
}
