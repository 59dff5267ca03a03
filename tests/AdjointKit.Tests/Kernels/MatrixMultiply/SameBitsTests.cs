using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.MatrixMultiply;
using Xunit;

namespace AdjointKit.Tests.Kernels.MatrixMultiply;

/// <summary>Every register width (512 bits in emulation where the processor lacks them) and number of threads against the plain twin, bit for bit.</summary>
public sealed unsafe class SameBitsTests
{
    /// <summary>How an operand lies in memory.</summary>
    public enum Layout
    {
        Rows,
        PaddedRows,
        Columns,
        Scattered,
    }

    private static readonly (nint M, nint K, nint N)[] Edges = [.. from size in Enumerable.Range(1, 40) select ((nint)size, (nint)((size * 7 % 40) + 1), (nint)((size * 13 % 40) + 1))];

    private static readonly (nint M, nint K, nint N)[] Others =
    [
        (0, 3, 4), (3, 4, 0), (5, 0, 7), (1, 1, 1), (1, 200, 300), (300, 200, 1), (2, 65, 131), (131, 67, 3), (53, 1030, 17), (17, 513, 53), (9, 512, 21), (97, 129, 211), (211, 64, 97),
        (70, 512, 1), (1, 1024, 45), (2500, 41, 1), (1, 18, 83),
    ];

    public static TheoryData<int, Layout, Layout, Layout> Cases
    {
        get
        {
            var cases = new TheoryData<int, Layout, Layout, Layout>();
            foreach (int parts in (int[])[1, 2])
            {
                foreach (Layout a in Enum.GetValues<Layout>())
                {
                    foreach (Layout b in Enum.GetValues<Layout>()) cases.Add(parts, a, b, Layout.Rows);
                }

                cases.Add(parts, Layout.Rows, Layout.Columns, Layout.PaddedRows);
                cases.Add(parts, Layout.Rows, Layout.Rows, Layout.Columns);
                cases.Add(parts, Layout.Columns, Layout.Rows, Layout.Scattered);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_register_width_gives_the_bits_of_the_plain_twin(int parts, Layout a, Layout b, Layout into)
    {
        using var one = new ThreadTeam(1);
        using var two = new ThreadTeam(2);
        foreach ((nint m, nint k, nint n) in Edges)
        {
            Compare<float>(m, k, n, parts, a, b, into, m % 3, [one]);
            Compare<double>(m, k, n, parts, a, b, into, m % 3, [one]);
        }

        foreach ((nint m, nint k, nint n) in Others)
        {
            Compare<float>(m, k, n, parts, a, b, into, 1, [one, two]);
            Compare<double>(m, k, n, parts, a, b, into, 1, [one, two]);
        }
    }

    [Fact]
    public void Blocks_of_rows_and_columns_and_many_threads_give_the_bits_of_the_plain_twin()
    {
        using var one = new ThreadTeam(1);
        using var five = new ThreadTeam(5);
        Compare<float>(420, 700, 90, 1, Layout.Rows, Layout.Rows, Layout.Rows, 1, [one, five]);
        Compare<double>(250, 520, 130, 1, Layout.Columns, Layout.Columns, Layout.Rows, 0, [one, five]);
        Compare<float>(20, 30, 3000, 1, Layout.Rows, Layout.Columns, Layout.Rows, 0, [one, five]);
        Compare<float>(130, 600, 100, 2, Layout.Columns, Layout.Rows, Layout.Rows, 1, [one, five]);
    }

    [Fact]
    public void A_batch_gives_the_bits_of_its_products()
    {
        using var two = new ThreadTeam(2);
        foreach (int parts in (int[])[1, 2])
        {
            (nint m, nint k, nint n) = (13, 27, 22);
            float[] a = Numbers<float>(6 * m * k * parts, 1);
            float[] b = Numbers<float>(6 * k * n * parts, 2);
            fixed (float* left = a, right = b)
            {
                // Of the three leading axes a lacks the last, b the first.
                var batch = new Batch();
                batch.AddAxis(2, 3 * m * k * parts, 0, 6 * m * n * parts);
                batch.AddAxis(3, m * k * parts, 2 * k * n * parts, 2 * m * n * parts);
                batch.AddAxis(2, 0, k * n * parts, m * n * parts);
                Compare(new Product<float> { Rows = m, Columns = n, Inner = k, Parts = parts, A = new((nint)left, k * parts, parts), B = new((nint)right, n * parts, parts), Into = new(0, n * parts, parts), Add = true, Batch = batch }, 12 * m * n * parts, [two]);

                // One right operand: the batch is one tall matrix, unless the rows of the result do not follow each other.
                var tall = new Batch();
                tall.AddAxis(6, m * k * parts, 0, m * n * parts);
                Compare(new Product<float> { Rows = m, Columns = n, Inner = k, Parts = parts, A = new((nint)left, k * parts, parts), B = new((nint)right, n * parts, parts), Into = new(0, n * parts, parts), Add = true, Batch = tall }, 6 * m * n * parts, [two]);
                var apart = new Batch();
                apart.AddAxis(6, m * k * parts, 0, (m + 1) * n * parts);
                Compare(new Product<float> { Rows = m, Columns = n, Inner = k, Parts = parts, A = new((nint)left, k * parts, parts), B = new((nint)right, n * parts, parts), Into = new(0, n * parts, parts), Add = true, Batch = apart }, 6 * (m + 1) * n * parts, [two]);
            }
        }
    }

    private static void Compare<T>(nint m, nint k, nint n, int parts, Layout layoutA, Layout layoutB, Layout layoutInto, nint variant, ThreadTeam[] teams)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (nint lengthA, nint rowA, nint columnA) = Steps(layoutA, m, k, parts);
        (nint lengthB, nint rowB, nint columnB) = Steps(layoutB, k, n, parts);
        (nint lengthInto, nint rowInto, nint columnInto) = Steps(layoutInto, m, n, parts);
        T[] a = Numbers<T>(lengthA, 3);
        T[] b = Numbers<T>(lengthB, 4);
        fixed (T* left = a, right = b)
        {
            var product = new Product<T>
            {
                Rows = m,
                Columns = n,
                Inner = k,
                Parts = parts,
                A = new((nint)left, rowA, columnA),
                B = new((nint)right, rowB, columnB),
                Into = new(0, rowInto, columnInto),
                ConjugateA = variant != 0,
                ConjugateB = variant == 2,
                Add = variant == 1,
                Batch = new Batch(),
            };
            Compare(product, lengthInto, teams);
        }
    }

    private static void Compare<T>(in Product<T> product, nint length, ThreadTeam[] teams)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] before = Numbers<T>(length, 5);
        T[] expected = [.. before];
        fixed (T* into = expected) ChainedProduct.Run(product with { Into = product.Into with { Pointer = (nint)into } });
        foreach (int bits in (int[])[0, 256, 512])
        {
            foreach (ThreadTeam team in teams)
            {
                T[] actual = [.. before];
                fixed (T* into = actual) Products<T>.Create(bits).Run(product with { Into = product.Into with { Pointer = (nint)into } }, team);
                Assert.True(MemoryMarshal.AsBytes<T>(expected).SequenceEqual(MemoryMarshal.AsBytes<T>(actual)), $"{product.Rows} x {product.Inner} x {product.Columns}, {product.Parts} parts, {bits} bits, {team.Threads} threads");
            }
        }
    }

    private static (nint Length, nint RowStep, nint ColumnStep) Steps(Layout layout, nint rows, nint columns, int parts) => layout switch
    {
        Layout.Rows => (rows * columns * parts, columns * parts, parts),
        Layout.PaddedRows => (rows * (columns + 3) * parts, (columns + 3) * parts, parts),
        Layout.Columns => (rows * columns * parts, parts, rows * parts),
        _ => (rows * ((2 * columns) + 1) * parts, ((2 * columns) + 1) * parts, 2 * parts),
    };

    private static T[] Numbers<T>(nint count, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using NdArray<double> values = NdArray.Empty<double>(new Shape(Math.Max(1, count)));
        new CounterRandom(seed).FillNormal(values);
        return [.. values.AsReadOnlySpan()[..(int)count].ToArray().Select(T.CreateChecked)];
    }
}
