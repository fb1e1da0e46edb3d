using FastEndpoints;
using Media.Blobs;
using Media.Documents;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Media.Web.Errors;

/// <summary>
/// Turns what is thrown into problems, and says nothing of the exception to the client. A client that went away is no error:
/// ASP.NET ends such requests before they come here. Once the answer has begun, the connection is cut instead.
/// </summary>
internal sealed class ExceptionProblems(ILogger<ExceptionProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case RefusedException refused:
                await Refusal.Write(httpContext, refused.Code, refused.Detail, refused.Errors);
                break;
            case BadHttpRequestException bad:
                await Refusal.Write(httpContext, StatusProblems.CodeOf(httpContext, bad.StatusCode), AdviceOf(bad.StatusCode));
                break;
            case JsonBindException bind:
                await Refusal.Write(httpContext, ProblemCode.OptionOutOfRange, errors: [new ProblemError(bind.FieldName, "cannot be read")]);
                break;
            case DocumentsUnavailableException or BlobsUnavailableException:
                log.LogWarning("{Method} {Path} met a store out of reach: {Reason}", httpContext.Request.Method, httpContext.Request.Path, exception.Message);
                await Refusal.Write(httpContext, ProblemCode.StoreUnavailable);
                break;
            default:
                log.LogError(exception, "{Method} {Path} failed, trace {TraceId}",
                    httpContext.Request.Method, httpContext.Request.Path, ProblemBody.TraceOf(httpContext));
                await Refusal.Write(httpContext, ProblemCode.InternalError);
                break;
        }

        return true;
    }

    private static string? AdviceOf(int status) => status == 400 ? "The request was cut short or is not well formed: send it again." : null;
}
