using AdjointKit.Arrays;

namespace AdjointKit.Operators;

/// <summary>
/// A matrix of operators, for several parameters or several data sets: block (i, k) takes part k of the domain to part i of the range; an absent block is
/// zero. The parts lie one behind another in arrays of one axis; <see cref="DomainPart"/> and <see cref="RangePart"/> give them their shapes back.
/// </summary>
/// <typeparam name="TIn">The element type of the domain.</typeparam>
/// <typeparam name="TOut">The element type of the range.</typeparam>
public sealed class BlockOperator<TIn, TOut> : LinearOperator<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly LinearOperator<TIn, TOut>?[,] blocks;
    private readonly Shape[] domains;
    private readonly Shape[] ranges;

    /// <summary>Makes a block operator. Operators of one column have one domain, those of one row one range, and every row and column has an operator.</summary>
    /// <param name="blocks">The blocks; null: zero.</param>
    public BlockOperator(LinearOperator<TIn, TOut>?[,] blocks)
        : base(First(blocks).Compute, new Shape(Total(Domains(blocks))), new Shape(Total(Ranges(blocks))))
    {
        this.blocks = (LinearOperator<TIn, TOut>?[,])blocks.Clone();
        domains = Domains(blocks);
        ranges = Ranges(blocks);
    }

    /// <summary>Operators one above another: the same x to several results.</summary>
    public static BlockOperator<TIn, TOut> Stack(params ReadOnlySpan<LinearOperator<TIn, TOut>> operators)
    {
        var column = new LinearOperator<TIn, TOut>?[operators.Length, 1];
        for (int row = 0; row < operators.Length; row++) column[row, 0] = operators[row];
        return new BlockOperator<TIn, TOut>(column);
    }

    /// <summary>Operators side by side: the sum of what they make of their own parts of x.</summary>
    public static BlockOperator<TIn, TOut> Concatenate(params ReadOnlySpan<LinearOperator<TIn, TOut>> operators)
    {
        var row = new LinearOperator<TIn, TOut>?[1, operators.Length];
        for (int column = 0; column < operators.Length; column++) row[0, column] = operators[column];
        return new BlockOperator<TIn, TOut>(row);
    }

    /// <summary>Operators that each take their own part of x to their own part of the result.</summary>
    public static BlockOperator<TIn, TOut> Diagonal(params ReadOnlySpan<LinearOperator<TIn, TOut>> operators)
    {
        var square = new LinearOperator<TIn, TOut>?[operators.Length, operators.Length];
        for (int k = 0; k < operators.Length; k++) square[k, k] = operators[k];
        return new BlockOperator<TIn, TOut>(square);
    }

    /// <inheritdoc/>
    public override bool IsRealLinear => blocks.Cast<LinearOperator<TIn, TOut>?>().Any(block => block is { IsRealLinear: true });

    /// <summary>The view of part <paramref name="column"/> of an array of the domain, in the shape of that column's operators.</summary>
    public NdArray<TIn> DomainPart(NdArray<TIn> x, int column) => Part(x, domains, column);

    /// <summary>The view of part <paramref name="row"/> of an array of the range, in the shape of that row's operators.</summary>
    public NdArray<TOut> RangePart(NdArray<TOut> y, int row) => Part(y, ranges, row);

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<TIn> x, in NdArray<TOut> into)
    {
        for (int row = 0; row < ranges.Length; row++)
        {
            NdArray<TOut> target = RangePart(into, row);
            using NdArray<TOut> term = Compute.Empty<TOut>(ranges[row]);
            bool written = false;
            for (int column = 0; column < domains.Length; column++)
            {
                if (blocks[row, column] is not LinearOperator<TIn, TOut> block) continue;
                block.Apply(DomainPart(x, column), written ? term : target);
                if (written) Compute.Backend.AddScaled(1, term, target);
                written = true;
            }
        }
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<TOut> y, in NdArray<TIn> into)
    {
        for (int column = 0; column < domains.Length; column++)
        {
            NdArray<TIn> target = DomainPart(into, column);
            using NdArray<TIn> term = Compute.Empty<TIn>(domains[column]);
            bool written = false;
            for (int row = 0; row < ranges.Length; row++)
            {
                if (blocks[row, column] is not LinearOperator<TIn, TOut> block) continue;
                block.ApplyAdjoint(RangePart(y, row), written ? term : target);
                if (written) Compute.Backend.AddScaled(1, term, target);
                written = true;
            }
        }
    }

    private static NdArray<T> Part<T>(NdArray<T> whole, Shape[] shapes, int index)
        where T : unmanaged
    {
        nint start = 0;
        for (int k = 0; k < index; k++) start += shapes[k].Count;
        return whole.Slice(0, start, shapes[index].Count).Reshape(shapes[index]);
    }

    private static LinearOperator<TIn, TOut> First(LinearOperator<TIn, TOut>?[,] blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        foreach (LinearOperator<TIn, TOut>? block in blocks)
        {
            if (block is not null) return block;
        }

        throw new ArgumentException("a block operator needs at least one block that is not null", nameof(blocks));
    }

    private static Shape[] Domains(LinearOperator<TIn, TOut>?[,] blocks)
    {
        var shapes = new Shape[blocks.GetLength(1)];
        for (int column = 0; column < shapes.Length; column++)
        {
            Shape? shape = null;
            for (int row = 0; row < blocks.GetLength(0); row++) shape = Agreed(shape, blocks[row, column]?.Domain, "column", column);
            shapes[column] = shape ?? throw new ArgumentException($"column {column} has no operator, so the length of its part is unknown", nameof(blocks));
        }

        return shapes;
    }

    private static Shape[] Ranges(LinearOperator<TIn, TOut>?[,] blocks)
    {
        var shapes = new Shape[blocks.GetLength(0)];
        for (int row = 0; row < shapes.Length; row++)
        {
            Shape? shape = null;
            for (int column = 0; column < blocks.GetLength(1); column++) shape = Agreed(shape, blocks[row, column]?.Range, "row", row);
            shapes[row] = shape ?? throw new ArgumentException($"row {row} has no operator, so the length of its part is unknown", nameof(blocks));
        }

        return shapes;
    }

    private static Shape? Agreed(Shape? known, Shape? shape, string line, int index)
    {
        if (known is Shape a && shape is Shape b && a != b) throw new ArgumentException($"the operators of {line} {index} do not agree: shapes {a} and {b}", nameof(shape));
        return known ?? shape;
    }

    private static nint Total(Shape[] shapes)
    {
        nint total = 0;
        foreach (Shape shape in shapes) total += shape.Count;
        return total;
    }
}
