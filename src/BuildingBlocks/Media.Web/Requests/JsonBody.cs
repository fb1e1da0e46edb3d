using System.Text.Json;
using Media.Web.Errors;
using Media.Web.Kestrel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Media.Web.Requests;

/// <summary>Reads JSON bodies strictly, for the binder and for endpoints whose body may be JSON or something else.</summary>
public static class JsonBody
{
    /// <summary>
    /// Reads the body as JSON. What cannot be read is answered with <c>body_invalid</c> or <c>option_unknown</c> and the members' JSON pointers,
    /// by way of an exception that only this building block catches.
    /// </summary>
    public static async Task<T> ReadJson<T>(this HttpRequest request, CancellationToken stop) where T : class =>
        (T)await Read(request, typeof(T), stop);

    internal static async ValueTask<object> Read(HttpRequest request, Type type, CancellationToken stop)
    {
        Limit(request);
        var options = request.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            return await request.ReadFromJsonAsync(type, options, stop)
                ?? throw new RefusedException(ProblemCode.BodyInvalid, "The body is null: send an object.");
        }
        catch (JsonException e)
        {
            throw JsonRefusal.Of(e);
        }
        catch (InvalidOperationException) when (request.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new RefusedException(ProblemCode.BodyTypeUnknown, "Send JSON in UTF-8.");
        }
    }

    // An endpoint that takes pictures too may allow far more, but JSON is read into memory whole.
    private static void Limit(HttpRequest request)
    {
        if (request.ContentLength > Limits.BodyBytes)
        {
            throw new RefusedException(ProblemCode.BodyTooLarge, $"Send at most {Limits.BodyBytes} bytes of JSON.");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Limits.BodyBytes;
        }
    }
}
