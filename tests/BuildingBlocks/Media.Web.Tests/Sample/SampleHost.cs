using Media.Documents;
using Media.Testing.Hosting;
using Media.Web.Access;
using Media.Web.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

[assembly: AssemblyFixture(typeof(SampleHost))]

namespace Media.Web.Tests.Sample;

/// <summary>A host with endpoints of every kind.</summary>
public sealed class SampleHost() : ModuleHost(new SampleModule()), IAsyncLifetime
{
    /// <summary>What the sample's health check throws.</summary>
    public Exception? Sickness { get; set; }

    internal IDocuments<KeyDocument> KeyDocuments => Services.GetRequiredService<IDocuments<KeyDocument>>();

    /// <summary>A new key of the tenant <c>other</c>.</summary>
    internal async Task<ApiKey> NewKey(DateTimeOffset? expiresAt, params string[] scopes)
    {
        var key = ApiKey.New(Guid.NewGuid().ToString("N"));
        await KeyDocuments.Insert(
            new KeyDocument
            {
                Id = key.Id,
                Tenant = "other",
                Name = "test",
                Scopes = scopes,
                Hash = key.Hash,
                CreatedAt = DateTimeOffset.UtcNow,
                ExpiresAt = expiresAt,
            },
            TestContext.Current.CancellationToken);
        return key;
    }

    protected override void Configure(WebApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck("sample", () => Sickness is null ? HealthCheckResult.Healthy() : throw Sickness);
}
