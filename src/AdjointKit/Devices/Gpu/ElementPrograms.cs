using AdjointKit.Arrays;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu;

/// <summary>The programs of the array operations, specialised by precision, and the names of their kernels.</summary>
internal static class ElementPrograms
{
    /// <summary>The elements that an item of a kernel over one axis works on: enough reads under way for the memory of a GPU to be busy.</summary>
    internal const int PerItem = 4;

    /// <summary>The definitions that say which precision a program works in.</summary>
    internal static string Precision(ElementType type, bool hasDouble) =>
        $"REAL_IS_DOUBLE={(type is ElementType.Float64 or ElementType.Complex128 ? 1 : 0)} HAS_DOUBLE={(hasDouble ? 1 : 0)}";

    /// <summary>The elementwise operations of an element type.</summary>
    internal static ProgramSource Elementwise(ElementType type, bool hasDouble) => ProgramSource.Engine(
        ElementTypes.IsComplex(type) ? "real.cl complex.cl operands.cl elementwise.complex.cl" : "real.cl functions.cl operands.cl elementwise.real.cl",
        $"{Precision(type, hasDouble)} PER_ITEM={PerItem}");

    /// <summary>Copies between two element types.</summary>
    internal static ProgramSource Conversion(ElementType from, ElementType to) => ProgramSource.Engine(
        "operands.cl convert.cl",
        $"FROM_PART={PartOf(from, from == to)} FROM_COMPLEX={(ElementTypes.IsComplex(from) ? 1 : 0)} TO_PART={PartOf(to, from == to)} TO_COMPLEX={(ElementTypes.IsComplex(to) ? 1 : 0)} PER_ITEM={PerItem}");

    /// <summary>Matrix products of an element type, cut in a given way; and such with a matrix that they are added to.</summary>
    internal static ProgramSource Matrices(ElementType type, bool hasDouble, in MatrixTiles tiles, bool hasAddend) => ProgramSource.Engine(
        $"real.cl complex.cl matrix.operands.cl {(tiles.Block == 0 ? "matrix.items.cl" : "matrix.groups.cl")}",
        $"{Precision(type, hasDouble)} IS_COMPLEX={(ElementTypes.IsComplex(type) ? 1 : 0)} BLOCK={tiles.Block} ADDEND={(hasAddend ? 1 : 0)}");

    /// <summary>The name of the kernel of an operation, without its form.</summary>
    internal static string NameOf(UnaryOp op) => op switch
    {
        UnaryOp.AbsSquared => "abs_squared",
        UnaryOp.LogGamma => "log_gamma",
        UnaryOp.ReciprocalSqrt => "reciprocal_sqrt",
        _ => op.ToString().ToLowerInvariant(),
    };

    /// <inheritdoc cref="NameOf(UnaryOp)"/>
    internal static string NameOf(BinaryOp op) => op switch
    {
        BinaryOp.ExpOfDifference => "exp_of_difference",
        BinaryOp.StrongMultiply => "strong_multiply",
        BinaryOp.StrongMultiplyConjugate => "strong_multiply_conjugate",
        BinaryOp.GreaterOrEqual => "greater_or_equal",
        BinaryOp.NotEqual => "not_equal",
        _ => op.ToString().ToLowerInvariant(),
    };

    /// <summary>The type of a number, or of its parts; what is only copied is copied as whole numbers, so that no device is asked for a float64 that it lacks.</summary>
    private static string PartOf(ElementType type, bool copied) => type switch
    {
        ElementType.Float32 or ElementType.Complex64 => copied ? "int" : "float",
        ElementType.Float64 or ElementType.Complex128 => copied ? "int64" : "double",
        _ => ElementTypes.SizeOf(type) switch
        {
            1 => "char",
            2 => "short",
            4 => "int",
            _ => "int64",
        },
    };
}
