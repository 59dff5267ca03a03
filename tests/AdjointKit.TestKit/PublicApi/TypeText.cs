using System.Reflection;

namespace AdjointKit.TestKit;

/// <summary>Types as C# writes them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(object)] = "object",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(ushort)] = "ushort",
        [typeof(void)] = "void",
    };

    /// <summary>The first line of a type.</summary>
    internal static string Declaration(Type type)
    {
        Type[] bases = [.. Bases(type)];
        string after = bases.Length == 0 ? "" : " : " + string.Join(", ", bases.Select(parent => Of(parent)).Order(StringComparer.Ordinal));
        return $"{Kind(type)} {FullName(type)}{after}{Constraints(type.GetGenericArguments())}";
    }

    /// <summary>The name with namespace, outer types and type parameters.</summary>
    internal static string FullName(Type type) => $"{type.Namespace}.{Nested(type, null)}";

    /// <summary>A type where it is used: without its namespace, with question marks where null is allowed.</summary>
    internal static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef) return Of(type.GetElementType()!, nullability);
        if (type.IsPointer) return Of(type.GetElementType()!) + "*";
        string mark = nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsArray) return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (Nullable.GetUnderlyingType(type) is Type value) return Of(value) + "?";
        if (type.IsGenericParameter) return type.Name + mark;
        return (Keywords.GetValueOrDefault(type) ?? Nested(type, nullability)) + mark;
    }

    /// <summary>" where T : ..." for each type parameter that has a constraint.</summary>
    internal static string Constraints(Type[] parameters) => string.Concat(parameters.Where(parameter => parameter.IsGenericParameter).Select(parameter =>
    {
        GenericParameterAttributes special = parameter.GenericParameterAttributes;
        bool unmanaged = parameter.GetCustomAttributesData().Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute");
        List<string> parts = [];
        if (unmanaged) parts.Add("unmanaged");
        else if (special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)) parts.Add("struct");
        else if (special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
        parts.AddRange(parameter.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(constraint => Of(constraint)));
        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }));

    private static string Kind(Type type)
    {
        if (type.IsEnum) return "enum";
        if (type.IsInterface) return "interface";
        if (type.IsSubclassOf(typeof(Delegate))) return "delegate";
        bool record = IsRecord(type);
        if (type.IsValueType)
        {
            string modifiers = (IsMarked(type, "IsReadOnlyAttribute") ? "readonly " : "") + (type.IsByRefLike ? "ref " : "");
            return $"{modifiers}{(record ? "record " : "")}struct";
        }

        string kind = type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        return $"{kind}{(record ? "record" : "class")}";
    }

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null;

    private static bool IsMarked(Type type, string attribute) => type.GetCustomAttributesData().Any(data => data.AttributeType.Name == attribute);

    /// <summary>The base class and the interfaces that no other base brings along.</summary>
    private static IEnumerable<Type> Bases(Type type)
    {
        if (type.IsEnum) return Enum.GetUnderlyingType(type) == typeof(int) ? [] : [Enum.GetUnderlyingType(type)];
        if (type.IsSubclassOf(typeof(Delegate))) return [];
        Type? parent = type.BaseType is { } known && known != typeof(object) && known != typeof(ValueType) ? known : null;
        Type[] all = [.. type.GetInterfaces().Where(@interface => @interface.IsVisible)];
        IEnumerable<Type> own = all.Except(all.SelectMany(@interface => @interface.GetInterfaces())).Except(parent?.GetInterfaces() ?? []);
        if (IsRecord(type)) own = own.Where(@interface => @interface != typeof(IEquatable<>).MakeGenericType(type));
        return parent is null ? own : own.Prepend(parent);
    }

    private static string Nested(Type type, NullabilityInfo? nullability)
    {
        // A nested type repeats the type parameters of the one around it.
        Type[] arguments = type.GetGenericArguments();
        int outer = type.DeclaringType is Type around && !type.IsGenericParameter ? around.GetGenericArguments().Length : 0;
        string prefix = type.DeclaringType is Type owner && !type.IsGenericParameter ? Nested(owner.IsGenericTypeDefinition && !type.IsGenericTypeDefinition ? owner.MakeGenericType(arguments[..outer]) : owner, null) + "." : "";
        string name = type.Name.Split('`')[0];
        NullabilityInfo[]? marks = nullability?.GenericTypeArguments is { Length: > 0 } all && all.Length == arguments.Length ? all : null;
        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) != false && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal)) return $"({string.Join(", ", arguments.Select((argument, k) => Of(argument, marks?[k])))})";
        return arguments.Length == outer ? prefix + name : $"{prefix}{name}<{string.Join(", ", arguments.Skip(outer).Select((argument, k) => Of(argument, marks?[outer + k])))}>";
    }
}
