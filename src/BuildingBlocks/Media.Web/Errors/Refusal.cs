using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Web.Errors;

/// <summary>Answers a request with a problem, outside of endpoints.</summary>
internal static class Refusal
{
    internal static Task Write(HttpContext context, ProblemCode code, string? detail = null, IReadOnlyList<ProblemError>? errors = null) =>
        ProblemBody.Of(context, code, detail, errors).Write(context);

    internal static void AddProblems(this IServiceCollection services)
    {
        // Before AddProblemDetails: the first writer that can, writes.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionProblems>();
    }
}

/// <summary>A request that cannot be read, found where only an exception leads out. Caught by <see cref="ExceptionProblems"/> alone.</summary>
#pragma warning disable S3871 // Nobody else may catch it.
internal sealed class RefusedException(ProblemCode code, string? detail = null, IReadOnlyList<ProblemError>? errors = null) : Exception(code.Code)
{
    internal ProblemCode Code { get; } = code;

    internal string? Detail { get; } = detail;

    internal IReadOnlyList<ProblemError>? Errors { get; } = errors;
}
#pragma warning restore S3871
