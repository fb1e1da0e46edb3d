using FastEndpoints;

namespace Media.Web.Requests;

/// <summary>Binds what a request record declares, from where it declares it, and nothing else; then holds it to its attributes.</summary>
internal sealed class ExplicitBinder<TRequest>() : RequestBinder<TRequest>(RequestShape.Of(typeof(TRequest)).Sources)
    where TRequest : notnull
{
    public override async ValueTask<TRequest> BindAsync(BinderContext ctx, CancellationToken ct)
    {
        var request = await base.BindAsync(ctx, ct);
        Annotations.Check(request, ctx.ValidationFailures);
        return ctx.ValidationFailures.Count == 0 ? request : throw new ValidationFailureException(ctx.ValidationFailures, "attributes");
    }
}
