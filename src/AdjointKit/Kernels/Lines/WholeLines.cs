namespace AdjointKit.Kernels.Lines;

/// <summary>Lines that lie one after another in each of some arrays, for kernels that take a line as a whole and leave it in the cache between their passes.</summary>
internal readonly unsafe struct WholeLines
{
    /// <summary>The longest line, in blocks of a reduction.</summary>
    internal const int MostBlocks = 64;

    /// <summary>The lines of the first operand.</summary>
    internal byte* A { get; init; }

    /// <summary>The lines of the second operand, if there is one.</summary>
    internal byte* B { get; init; }

    /// <summary>The lines of the result, or one number for each line.</summary>
    internal byte* Into { get; init; }

    /// <summary>One more number for each line, if there is one.</summary>
    internal byte* OfLine { get; init; }

    /// <summary>A number that is added to a mean.</summary>
    internal double Shift { get; init; }

    /// <summary>The number of elements of a line.</summary>
    internal nint Length { get; init; }

    /// <summary>The first line to be done.</summary>
    internal nint First { get; init; }

    /// <summary>The line after the last one to be done.</summary>
    internal nint End { get; init; }
}
