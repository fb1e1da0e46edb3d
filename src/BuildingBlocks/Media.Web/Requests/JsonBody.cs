using System.Text.Json;
using Media.Web.Errors;
using Microsoft.AspNetCore.Http;
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
}
