namespace Media.Web;

/// <summary>Every reason for which a client can be refused: a stable code, its status, and what the client should do.</summary>
/// <param name="Code">Stable: programs may branch on it.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Advice">One sentence that tells the client what to do; the default of a problem's detail.</param>
public sealed record ProblemCode(string Code, int Status, string Title, string Advice)
{
    public static readonly ProblemCode BodyInvalid = new("body_invalid", 400, "The body cannot be read", "Send JSON of the shape that the interface's description gives.");
    public static readonly ProblemCode OptionUnknown = new("option_unknown", 400, "Unknown option", "Leave the named option out, or correct its name.");
    public static readonly ProblemCode OptionOutOfRange = new("option_out_of_range", 400, "Option out of range", "Send a value of the range that the interface's description gives.");
    public static readonly ProblemCode CursorInvalid = new("cursor_invalid", 400, "Not a cursor of this list", "Send the cursor that the page before gave, with the same filters.");
    public static readonly ProblemCode FileEmpty = new("file_empty", 400, "The file is empty", "Send at least one byte.");
    public static readonly ProblemCode LengthMismatch = new("length_mismatch", 400, "The length is not the declared one", "Send as many bytes as declared, and try again.");
    public static readonly ProblemCode DigestMismatch = new("digest_mismatch", 400, "The digest does not match", "The bytes were changed on their way or the digest is another file's: send them again.");
    public static readonly ProblemCode KeyMissing = new("key_missing", 401, "No API key", "Send the header Authorization: Bearer with an API key.");
    public static readonly ProblemCode KeyUnknown = new("key_unknown", 401, "Unknown API key", "Send a key that this server gave out.");
    public static readonly ProblemCode KeyExpired = new("key_expired", 401, "The API key has expired", "Ask for a new key.");
    public static readonly ProblemCode ScopeMissing = new("scope_missing", 403, "The key may not do this", "Use a key with the named scope.");
    public static readonly ProblemCode FileNotFound = new("file_not_found", 404, "No such file", "Check the id; a file that was deleted does not come back.");
    public static readonly ProblemCode RenditionNotFound = new("rendition_not_found", 404, "No such rendition", "List the file's renditions; they appear once their step is done.");
    public static readonly ProblemCode DetectionsNotFound = new("detections_not_found", 404, "No detections yet", "Wait for the file's detect step, or ask POST /v1/detections.");
    public static readonly ProblemCode ModelUnknown = new("model_unknown", 404, "No such model", "List the models with GET /v1/models, or name none.");
    public static readonly ProblemCode DeadLetterNotFound = new("dead_letter_not_found", 404, "No such dead letter", "List them with GET /v1/dead-letters; they are kept for 30 days, and for a day once they were replayed.");
    public static readonly ProblemCode NotFound = new("not_found", 404, "Nothing here", "Check the address against the interface's description.");
    public static readonly ProblemCode MethodNotAllowed = new("method_not_allowed", 405, "Method not allowed", "Use a method that the Allow header names.");
    public static readonly ProblemCode BodyTooSlow = new("body_too_slow", 408, "The body came too slowly", "Send it again over a steadier connection.");
    public static readonly ProblemCode Conflict = new("conflict", 409, "Not possible in this state", "Read the resource and decide anew.");
    public static readonly ProblemCode DeadLetterNotReplayable = new("dead_letter_not_replayable", 409, "This dead letter cannot be replayed", "Delete it once nobody needs it: what must arrive is said again by whoever owes it.");
    public static readonly ProblemCode PreconditionFailed = new("precondition_failed", 412, "It has changed meanwhile", "Read it again and repeat the change on its new ETag.");
    public static readonly ProblemCode FileTooLarge = new("file_too_large", 413, "The file is too large", "Send a smaller file.");
    public static readonly ProblemCode BodyTooLarge = new("body_too_large", 413, "The body is too large", "Send a smaller body.");
    public static readonly ProblemCode MediaTypeNotAllowed = new("media_type_not_allowed", 415, "This type is not accepted", "Send a type that this server accepts.");
    public static readonly ProblemCode MediaTypeContradictsContent = new("media_type_contradicts_content", 415, "The content is not what its name or type says", "Correct the name or the declared type, or send the right file.");
    public static readonly ProblemCode BodyTypeUnknown = new("body_type_unknown", 415, "This body type is not understood", "Send a Content-Type that the interface's description gives.");
    public static readonly ProblemCode RangeNotSatisfiable = new("range_not_satisfiable", 416, "The range lies outside the file", "Ask for bytes below the file's length.");
    public static readonly ProblemCode ImageTooManyPixels = new("image_too_many_pixels", 422, "The picture has too many pixels", "Send a picture within the limits that the detail names.");
    public static readonly ProblemCode ImageTooManyFrames = new("image_too_many_frames", 422, "The picture has too many frames or pages", "Send a picture with fewer frames or pages.");
    public static readonly ProblemCode ImageCorrupt = new("image_corrupt", 422, "The picture cannot be read", "The file is damaged or cut short: send it again from its source.");
    public static readonly ProblemCode ImageTooComplex = new("image_too_complex", 422, "The picture takes too much to read", "Simplify it, or send it as pixels.");
    public static readonly ProblemCode ImageUnsafe = new("image_unsafe", 422, "The picture refers to something outside itself", "Send it without scripts, document types and references to other files.");
    public static readonly ProblemCode ImageTypeUnsupported = new("image_type_unsupported", 422, "Pictures of this type cannot be read", "Send JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, JPEG XL, JPEG 2000, PSD, BMP or SVG.");
    public static readonly ProblemCode ModelMissing = new("model_missing", 503, "No model is installed", "An operator installs one with: media models pull");
    public static readonly ProblemCode PresetUnknown = new("preset_unknown", 400, "No such preset", "Name a preset of this server, or none.");
    public static readonly ProblemCode RateLimited = new("rate_limited", 429, "Too many requests", "Wait as long as Retry-After says.");
    public static readonly ProblemCode QueueFull = new("queue_full", 429, "Too much is waiting", "Wait as long as Retry-After says.");
    public static readonly ProblemCode InternalError = new("internal_error", 500, "Something went wrong here", "Try again; if it goes on, tell the operator the traceId.");
    public static readonly ProblemCode BusUnavailable = new("bus_unavailable", 503, "The message bus is out of reach", "Wait as long as Retry-After says, and try again.");
    /// <summary>Of modules that are processes of their own: the address in front of them says it (deploy/nginx/media.conf).</summary>
    public static readonly ProblemCode ModuleUnavailable = new("module_unavailable", 503, "A part of the server is away", "Wait as long as Retry-After says, and try again.");
    public static readonly ProblemCode StoreUnavailable = new("store_unavailable", 503, "The store is out of reach", "Wait as long as Retry-After says; nothing was kept.");

    /// <summary>All of them, as the interface's description lists them.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
        [.. typeof(ProblemCode).GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
            .Where(f => f.FieldType == typeof(ProblemCode)).Select(f => (ProblemCode)f.GetValue(null)!)];

    internal static ProblemCode? Find(string? code) => All.FirstOrDefault(c => c.Code.Equals(code, StringComparison.Ordinal));
}
