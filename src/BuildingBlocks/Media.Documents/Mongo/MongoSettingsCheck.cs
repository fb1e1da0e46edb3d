using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace Media.Documents.Mongo;

internal sealed class MongoSettingsCheck : IValidateOptions<MongoSettings>
{
    public ValidateOptionsResult Validate(string? name, MongoSettings options)
    {
        var wrong = new List<string>();
        // What is wrong with it is not said word for word: it holds the password.
        if (string.IsNullOrWhiteSpace(options.Uri) || !IsAddress(options.Uri))
        {
            wrong.Add("Media:Mongo:Uri must be MongoDB's address: mongodb://HOST:PORT, or mongodb+srv://….");
        }

        if (options.Database.Length is 0 or > 60 || options.Database.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            wrong.Add("Media:Mongo:Database must be 1 to 60 letters, digits, - and _.");
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(1))
        {
            wrong.Add("Media:Mongo:Timeout must be 00:00:01 to 00:01:00.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsAddress(string uri)
    {
        try
        {
            _ = MongoUrl.Create(uri);
            return true;
        }
        catch (MongoConfigurationException)
        {
            return false;
        }
    }
}
