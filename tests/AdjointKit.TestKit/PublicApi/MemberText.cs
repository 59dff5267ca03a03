using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AdjointKit.TestKit;

/// <summary>Members as C# declares them.</summary>
internal static class MemberText
{
    private static readonly NullabilityInfoContext Nullability = new();

    internal static string Of(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Access(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})",
        MethodInfo method => Method(method),
        PropertyInfo property => Property(property),
        EventInfo @event => $"{Access(@event.AddMethod!)}event {TypeText.Of(@event.EventHandlerType!, Nullability.Create(@event))} {@event.Name}",
        FieldInfo field => Field(field),
        _ => throw new NotSupportedException($"{member.MemberType} {member.Name}"),
    };

    /// <summary>Whether a user or a derived type sees it.</summary>
    internal static bool IsVisible(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        string name = method.Name switch
        {
            "op_Implicit" => $"implicit operator {Result(method)}",
            "op_Explicit" => $"explicit operator {Result(method)}",
            var text when text.StartsWith("op_", StringComparison.Ordinal) => $"{Result(method)} operator {text[3..]}",
            var text => $"{Result(method)} {text}",
        };
        return $"{Access(method)}{Modifiers(method)}{name}{generic}({Parameters(method)}){TypeText.Constraints(method.GetGenericArguments())}";
    }

    private static string Result(MethodInfo method)
    {
        string reference = method.ReturnType.IsByRef ? (IsMarked(method.ReturnParameter, "IsReadOnlyAttribute") ? "ref readonly " : "ref ") : "";
        return reference + TypeText.Of(method.ReturnType, Nullability.Create(method.ReturnParameter));
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo first = property.GetAccessors(nonPublic: true).First(IsVisible);
        ParameterInfo[] indices = property.GetIndexParameters();
        string name = indices.Length == 0 ? property.Name : $"this[{string.Join(", ", indices.Select(Parameter))}]";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string get = property.GetMethod is { } getter && IsVisible(getter) ? $"{(getter.IsFamily && !first.IsFamily ? "protected " : "")}get; " : "";
        string set = property.SetMethod is { } setter && IsVisible(setter) ? $"{(setter.IsFamily && !first.IsFamily ? "protected " : "")}{(IsInit(setter) ? "init" : "set")}; " : "";
        string reference = property.PropertyType.IsByRef ? "ref " : "";
        return $"{Access(first)}{Modifiers(first)}{required}{reference}{TypeText.Of(property.PropertyType, Nullability.Create(property))} {name} {{ {get}{set}}}";
    }

    private static string Field(FieldInfo field)
    {
        string kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? $" = {Value(field.GetRawConstantValue())}" : "";
        return $"{(field.IsPublic ? "" : "protected ")}{kind}{TypeText.Of(field.FieldType, Nullability.Create(field))} {field.Name}{value}";
    }

    private static string Parameters(MethodBase method)
    {
        string @this = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return @this + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        string kind = parameter.IsDefined(typeof(ParamArrayAttribute)) || IsMarked(parameter, "ParamCollectionAttribute") ? "params " : "";
        if (parameter.ParameterType.IsByRef) kind = parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string value = parameter.HasDefaultValue ? $" = {(parameter.DefaultValue is null && parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : Value(parameter.DefaultValue))}" : "";
        return $"{kind}{TypeText.Of(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface) return method.IsStatic ? (method.IsAbstract ? "static abstract " : "static ") : "";
        if (method.IsStatic) return "static ";
        if (method.IsAbstract) return method.GetBaseDefinition() == method ? "abstract " : "abstract override ";
        if (!method.IsVirtual) return "";
        if (method.GetBaseDefinition() != method) return method.IsFinal ? "sealed override " : "override ";
        return method.IsFinal ? "" : "virtual ";
    }

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");

    private static bool IsMarked(ParameterInfo parameter, string attribute) => parameter.GetCustomAttributesData().Any(data => data.AttributeType.Name == attribute);
}
