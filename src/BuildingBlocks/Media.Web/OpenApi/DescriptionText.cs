using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Media.Web.OpenApi;

/// <summary>The description as text, made once: anybody may ask for it, and making it walks over every type.</summary>
internal sealed class DescriptionText([FromKeyedServices(Description.Name)] IOpenApiDocumentProvider provider)
{
    /// <summary>The description of the whole product, for a process that runs a part of it.</summary>
    internal byte[]? Whole { get; set; }

    private readonly Lock _lock = new();
    private Task<byte[]>? _made;

    internal Task<byte[]> Get()
    {
        if (Whole is not null)
        {
            return Task.FromResult(Whole);
        }

        lock (_lock)
        {
            // One that failed is made again, and fails again with its reason in the log.
            if (_made is null || _made.IsFaulted)
            {
                _made = Make();
            }

            return _made;
        }
    }

    private async Task<byte[]> Make()
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        return text.ToArray();
    }
}
