using System.Reflection;
using System.Runtime.CompilerServices;

namespace AdjointKit.TestKit;

/// <summary>The public API of an assembly as lines: each type with its base types, and below it, indented, the members that a user or a derived type sees, by kind and name.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly MemberTypes[] Order = [MemberTypes.Constructor, MemberTypes.Field, MemberTypes.Property, MemberTypes.Event, MemberTypes.Method];

    internal static IEnumerable<string> Of(Assembly assembly)
    {
        // Types that the compiler makes, for extension members say, have names that no text can have.
        foreach (Type type in assembly.GetExportedTypes().Where(type => !type.Name.Contains('<', StringComparison.Ordinal)).OrderBy(TypeText.FullName, StringComparer.Ordinal))
        {
            yield return TypeText.Declaration(type);
            foreach (string member in Members(type)) yield return "    " + member;
            yield return "";
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate))) return [MemberText.Of(type.GetMethod("Invoke")!)];
        if (type.IsEnum) return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {field.GetRawConstantValue()}");
        return type.GetMembers(Declared).Where(IsShown).OrderBy(member => Array.IndexOf(Order, member.MemberType)).ThenBy(member => member.Name, StringComparer.Ordinal).ThenBy(MemberText.Of, StringComparer.Ordinal).Select(MemberText.Of);
    }

    private static bool IsShown(MemberInfo member) => member switch
    {
        // What the compiler adds to a record is not written by anybody; accessors are shown with their property or event.
        MethodInfo method => MemberText.IsVisible(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        ConstructorInfo constructor => MemberText.IsVisible(constructor) && !constructor.IsDefined(typeof(CompilerGeneratedAttribute)),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(MemberText.IsVisible) && !property.GetAccessors(nonPublic: true).All(accessor => accessor.Name == "get_EqualityContract"),
        EventInfo @event => MemberText.IsVisible(@event.AddMethod!),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        _ => false,
    };
}
