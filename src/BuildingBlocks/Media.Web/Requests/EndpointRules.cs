using FastEndpoints;
using Media.Web.Errors;

namespace Media.Web.Requests;

/// <summary>How FastEndpoints is set up, and the house rules that every endpoint is held to when the process starts.</summary>
internal static class EndpointRules
{
    internal static void Apply(Config config)
    {
        config.Binding.UsePropertyNamingPolicy = true;
        // A JsonException of a handler is a bug, not the client's fault: those of the body are turned into refusals where they are read.
        config.Binding.JsonExceptionTransformer = null;
        OptionParsers.Register(config.Binding);

        config.Serializer.CharacterEncoding = null;
        config.Serializer.RequestDeserializer = async (request, type, _, stop) => await JsonBody.Read(request, type, stop);

        config.Errors.ContentType = ProblemBody.ContentType;
        config.Errors.ProducesMetadataType = null;
        config.Errors.ResponseBuilder = (failures, context, _) => BindingRefusal.Of(failures, context);

        config.Endpoints.AllowEmptyRequestDtos = true;
        config.Endpoints.Configurator = endpoint => Hold(endpoint, config.Binding);
    }

    private static void Hold(EndpointDefinition endpoint, BindingOptions binding)
    {
        if (endpoint.AnonymousVerbs is null && endpoint.AllowedScopes is null)
        {
            throw new InvalidOperationException($"{endpoint.EndpointType.Name} must name its Scopes(…), or say AllowAnonymous().");
        }

        OptionParsers.Register(binding, RequestShape.Of(endpoint.ReqDtoType));
    }
}
