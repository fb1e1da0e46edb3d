using FastEndpoints;
using FluentValidation.Results;
using Media.Web.Requests;
using Microsoft.AspNetCore.Http;

namespace Media.Web.Errors;

/// <summary>Turns what binding and validation found into one problem.</summary>
internal static class BindingRefusal
{
    private const string AttributeSays = "The field ";

    internal static ProblemBody Of(IReadOnlyList<ValidationFailure> failures, HttpContext context)
    {
        var shape = RequestShape.Of(context.GetEndpoint()!.Metadata.GetMetadata<EndpointDefinition>()!.ReqDtoType);
        var problem = Problem(failures, shape, context);
        context.Response.StatusCode = problem.Status;
        problem.Mark(context.Response);
        return problem;
    }

    private static ProblemBody Problem(IReadOnlyList<ValidationFailure> failures, RequestShape shape, HttpContext context)
    {
        // An id of the wrong form is an id of nothing.
        if (failures.Any(f => shape.Find(f.PropertyName)?.From == MemberFrom.Route))
        {
            return ProblemBody.Of(context, StatusProblems.CodeOf(context, 404), detail: null, errors: null);
        }

        ProblemError[] errors = [.. failures.Select(f => new ProblemError(PlaceOf(f.PropertyName, shape), FaultOf(f, shape)))];
        return ProblemBody.Of(context, CodeOf(failures), $"{errors[0].Pointer} {errors[0].Detail}".Trim().TrimEnd('.') + ".", errors);
    }

    /// <summary>A validator's <c>WithErrorCode("preset_unknown")</c> chooses the problem, if all that failed agree.</summary>
    private static ProblemCode CodeOf(IReadOnlyList<ValidationFailure> failures) =>
        (failures.Select(f => f.ErrorCode).Distinct().Count() == 1 ? ProblemCode.Find(failures[0].ErrorCode) : null) ?? ProblemCode.OptionOutOfRange;

    private static string PlaceOf(string property, RequestShape shape)
    {
        var path = property.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        var head = shape.Find(path[0]);
        return head switch
        {
            { From: MemberFrom.Body } => "/" + string.Join('/', path.Skip(1).Select(Camel)),
            not null => head.Name,
            // FastEndpoints has taken the name of the body member off already.
            _ when shape.Body is not null => "/" + string.Join('/', path.Select(Camel)),
            _ => Camel(property),
        };
    }

    private static string FaultOf(ValidationFailure failure, RequestShape shape)
    {
        if (failure.ErrorMessage.StartsWith("Unable to bind", StringComparison.Ordinal))
        {
            return shape.Find(failure.PropertyName) is { } member ? OptionParsers.Advice(member.Property.PropertyType) : "cannot be read";
        }

        if (failure.ErrorMessage is "A value is required!" or "This header is missing from the request!")
        {
            return "is required";
        }

        // The attributes' sentences begin with our name of the member, which the pointer has already given as clients know it.
        var text = failure.ErrorMessage;
        return text.StartsWith(AttributeSays, StringComparison.Ordinal) ? text[(text.IndexOf(' ', AttributeSays.Length) + 1)..] : text;
    }

    private static string Camel(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
}
