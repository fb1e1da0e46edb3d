using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using FluentValidation.Results;

namespace Media.Web.Requests;

/// <summary>
/// Holds a request to the attributes of its members (<c>[Range]</c>, <c>[Length]</c>, …), its body's and its lists' too.
/// FastEndpoints' own check passes over a body whose request has no attribute of its own.
/// </summary>
internal static class Annotations
{
    private static readonly ConcurrentDictionary<Type, Member[]> Known = new();

    internal static void Check(object request, List<ValidationFailure> failures) => Check(request, "", failures);

    private static void Check(object part, string path, List<ValidationFailure> failures)
    {
        foreach (var member in Known.GetOrAdd(part.GetType(), MembersOf))
        {
            var value = member.Property.GetValue(part);
            var name = path + member.Property.Name;
            foreach (var attribute in member.Attributes.Where(a => !a.IsValid(value)))
            {
                failures.Add(new ValidationFailure(name, attribute.FormatErrorMessage(member.Property.Name)));
            }

            if (!member.MayHoldSome || value is null)
            {
                continue;
            }

            var index = 0;
            foreach (var item in value as IEnumerable ?? Array.Empty<object>())
            {
                if (item is not null)
                {
                    Check(item, $"{name}[{index}].", failures);
                }

                index++;
            }

            if (value is not IEnumerable)
            {
                Check(value, name + ".", failures);
            }
        }
    }

    // Only what can hold an attribute: the rest is not even read.
    private static Member[] MembersOf(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0)
            .Select(p => new Member(p, [.. p.GetCustomAttributes<ValidationAttribute>(inherit: true)], IsOurs(p.PropertyType)))
            .Where(m => m.Attributes.Length > 0 || m.MayHoldSome),
    ];

    private static bool IsOurs(Type type)
    {
        var item = type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1] : type.GetElementType() ?? type;
        item = Nullable.GetUnderlyingType(item) ?? item;
        return !item.IsEnum && item.Namespace is { } space && !space.StartsWith("System", StringComparison.Ordinal)
            && !space.StartsWith("Microsoft", StringComparison.Ordinal);
    }

    private sealed record Member(PropertyInfo Property, ValidationAttribute[] Attributes, bool MayHoldSome);
}
