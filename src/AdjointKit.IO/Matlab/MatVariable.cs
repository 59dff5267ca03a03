using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>What a variable of a MAT-file is.</summary>
public enum MatKind
{
    /// <summary>A full array of numbers, real or complex, or of truth values.</summary>
    Numbers,

    /// <summary>A matrix of which only some elements are stored.</summary>
    Sparse,

    /// <summary>Characters.</summary>
    Text,

    /// <summary>Named fields, for each element of an array of structs.</summary>
    Struct,

    /// <summary>An array whose elements are variables.</summary>
    Cell,

    /// <summary>An object of a class, a function handle, or what only MATLAB can make sense of; it is listed and not read.</summary>
    Other,
}

/// <summary>What a MAT-file says of a variable before its data.</summary>
/// <param name="Name">Its name, or its path inside a struct or cell: "params.A", "params(2).A", "cells{3}".</param>
/// <param name="Kind">What it is.</param>
/// <param name="Shape">The lengths along MATLAB's axes, rows first; at least two.</param>
/// <param name="ElementType">The type of its numbers; null where it has none.</param>
public sealed record MatVariable(string Name, MatKind Kind, Shape Shape, ElementType? ElementType)
{
    /// <summary>Name, kind, element type and shape as text, "A: Numbers Float64 (250, 500)".</summary>
    public override string ToString() => ElementType is null ? $"{Name}: {Kind} {Shape}" : $"{Name}: {Kind} {ElementType} {Shape}";
}
