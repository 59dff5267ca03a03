using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>Lists of one element type as lists of any, and back.</summary>
internal static class Typed
{
    internal static UntypedArray[] Untyped<T>(IReadOnlyList<NdArray<T>> arrays)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return [.. arrays.Select(array => array.ToUntyped())];
    }

    internal static Var[] Untyped<T>(IReadOnlyList<Var<T>> variables)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(variables);
        return [.. variables.Select(variable => variable.ToVar())];
    }

    internal static Var[] AtLeastOne<T>(IReadOnlyList<Var<T>> variables)
        where T : unmanaged => Untyped(variables) is { Length: > 0 } some ? some : throw new ArgumentException("a function of several variables is differentiated at one or more", nameof(variables));

    internal static NdArray<T>[] Arrays<T>(UntypedArray[] arrays)
        where T : unmanaged => Array.ConvertAll(arrays, array => array.As<T>());

    internal static Var<T>[] Variables<T>(Var[] variables)
        where T : unmanaged => Array.ConvertAll(variables, variable => variable.As<T>());
}
