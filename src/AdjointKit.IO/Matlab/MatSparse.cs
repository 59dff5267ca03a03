using System.Runtime.InteropServices;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>A sparse matrix of a MAT-file as triplets: element i is <c>Values[i]</c> at row <c>Rows[i]</c> and column <c>Columns[i]</c>, counted from 0, sorted by columns.</summary>
public sealed unsafe class MatSparse : IDisposable
{
    private MatSparse(Shape shape, NdArray<int> rows, NdArray<int> columns, AnyArray values)
    {
        Shape = shape;
        Rows = rows;
        Columns = columns;
        Values = values;
    }

    /// <summary>The lengths of the whole matrix: rows, columns.</summary>
    public Shape Shape { get; }

    /// <summary>The number of elements that are stored.</summary>
    public nint StoredCount => Columns.Count;

    /// <summary>The row of each stored element.</summary>
    public NdArray<int> Rows { get; }

    /// <summary>The column of each stored element.</summary>
    public NdArray<int> Columns { get; }

    /// <summary>The stored elements: Float64, Complex128 or Boolean.</summary>
    public AnyArray Values { get; }

    /// <summary>The whole matrix, row by row, owned by the caller.</summary>
    public AnyArray ToDense()
    {
        AnyArray dense = AnyArray.Empty(Values.ElementType, Shape);
        int size = ElementTypes.SizeOf(Values.ElementType);
        if (Shape.Count > 0) NativeMemory.Clear(dense.Pointer, (nuint)Shape.Count * (nuint)size);
        for (nint i = 0; i < StoredCount; i++)
        {
            nint place = (Rows[i] * Shape[1]) + Columns[i];
            new ReadOnlySpan<byte>(Values.Pointer + (i * size), size).CopyTo(new Span<byte>(dense.Pointer + (place * size), size));
        }

        return dense;
    }

    /// <summary>Releases the triplets.</summary>
    public void Dispose()
    {
        Rows.Dispose();
        Columns.Dispose();
        Values.Dispose();
    }

    /// <summary>Reads rows, column starts and values, and checks that each element lies inside of the matrix.</summary>
    internal static MatSparse Read(MatSource source, in MatHead head)
    {
        if (head.Shape.Rank != 2) throw source.Damaged($"a sparse matrix has {head.Shape.Rank} axes");
        using AnyArray rowsOnFile = MatNumbers.ReadPart(source, head.End, ElementType.Int32, null);
        using AnyArray starts = MatNumbers.ReadPart(source, head.End, ElementType.Int32, null);
        NdArray<int> rows = rowsOnFile.View<int>();
        NdArray<int> startsOnFile = starts.View<int>();
        if (starts.Shape.Count != head.Shape[1] + 1) throw source.Damaged($"a sparse matrix of {head.Shape[1]} columns has {starts.Shape.Count} column starts");
        nint count = startsOnFile[head.Shape[1]];
        if (startsOnFile[0] != 0 || count < 0 || count > rows.Count) throw source.Damaged($"the columns of a sparse matrix end at element {count} of {rows.Count}");
        NdArray<int> columns = NdArray.Empty<int>(new Shape(count));
        NdArray<int> stored = default;
        try
        {
            FillColumns(source, startsOnFile, columns);
            for (nint i = 0; i < count; i++)
            {
                if (rows[i] < 0 || rows[i] >= head.Shape[0]) throw source.Damaged($"row {rows[i]} lies outside of the {head.Shape[0]} rows of a sparse matrix");
            }

            stored = rows.Slice(0, 0, count).Copy();
            // Room for more elements than there are may have been kept on file.
            AnyArray values = MatNumbers.ReadParts(source, head, null);
            if (values.Shape.Count >= count) return new MatSparse(head.Shape, stored, columns, values);
            nint there = values.Shape.Count;
            values.Dispose();
            throw source.Damaged($"a sparse matrix of {count} elements has {there} values");
        }
        catch
        {
            if (!stored.IsDefault) stored.Dispose();
            columns.Dispose();
            throw;
        }
    }

    private static void FillColumns(MatSource source, NdArray<int> starts, NdArray<int> columns)
    {
        for (nint column = 0; column + 1 < starts.Count; column++)
        {
            if (starts[column + 1] < starts[column] || starts[column + 1] > columns.Count) throw source.Damaged($"column {column} of a sparse matrix ends before it starts or beyond the last element");
            if (starts[column + 1] == starts[column]) continue;
            columns.AsWritableSpan()[starts[column]..starts[column + 1]].Fill((int)column);
        }
    }
}
