using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Media.Documents;
using Media.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Testing.Hosting;

/// <summary>Writes keys as Media.Web keeps them, past the product: over the interface none but the first can be had yet.</summary>
internal static class MadeKey
{
    // Its document is nobody's but Media.Web's, and so are its names.
    private static readonly Type Document = typeof(Scope).Assembly.GetType("Media.Web.Access.KeyDocument", throwOnError: true)!;

    public static async Task<string> Put(IServiceProvider services, IReadOnlyList<string> scopes, CancellationToken stop)
    {
        var id = Guid.NewGuid().ToString("N");
        var key = $"media_{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        var json = JsonSerializer.SerializeToElement(new
        {
            id,
            tenant = "default",
            name = "test",
            scopes,
            hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            createdAt = DateTimeOffset.UtcNow,
        });
        var documents = typeof(IDocuments<>).MakeGenericType(Document);
        var insert = documents.GetMethod(nameof(IDocuments<>.Insert))!;
        var written = (Task<Write>)insert.Invoke(services.GetRequiredService(documents), [json.Deserialize(Document, JsonSerializerOptions.Web), stop])!;
        return await written == Write.Written ? key : throw new InvalidOperationException("A key of this id is there.");
    }
}
