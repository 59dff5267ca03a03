using AdjointKit.Kernels;
using AdjointKit.Kernels.MatrixMultiply;
using Xunit;

namespace AdjointKit.Tests.Kernels.MatrixMultiply;

public sealed class BoundsTests
{
    /// <summary>Kernels and packing work in whole registers: none of them may read behind the end of an operand, nor write behind that of the result.</summary>
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_behind_the_operands_is_touched(int parts)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "guarded memory is made by calls to Linux");
        using var team = new ThreadTeam(1);
        for (int size = 1; size <= 40; size++)
        {
            foreach ((nint m, nint k, nint n) in ((nint, nint, nint)[])[(size, 9, 20), (20, size, 33), (20, 9, size), (size, size, size), (size, 9, 1), (1, 20, size)])
            {
                foreach (bool turned in (bool[])[false, true]) Multiply(m, k, n, parts, turned, team);
            }
        }
    }

    private static void Multiply(nint m, nint k, nint n, int parts, bool turned, ThreadTeam team)
    {
        using var a = new GuardedMemory(m * k * parts * sizeof(float));
        using var b = new GuardedMemory(k * n * parts * sizeof(float));
        using var into = new GuardedMemory(m * n * parts * sizeof(float));
        var product = new Product<float>
        {
            Rows = m,
            Columns = n,
            Inner = k,
            Parts = parts,
            A = turned ? new(a.Pointer, parts, m * parts) : new(a.Pointer, k * parts, parts),
            B = turned ? new(b.Pointer, parts, k * parts) : new(b.Pointer, n * parts, parts),
            Into = new(into.Pointer, n * parts, parts),
            Add = true,
            Batch = new Batch(),
        };
        foreach (int bits in (int[])[0, 256, 512]) Products<float>.Create(bits).Run(product, team);
    }
}
