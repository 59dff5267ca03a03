using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

/// <summary>Products with an addend have the bits of the product, rounded, and then added: where they are one step, and where shapes ask for two.</summary>
public sealed class AddedProductTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);
    private readonly Tape tape;

    public AddedProductTests() => tape = new Tape(compute);

    /// <summary>Shapes of the addend, of the scale and of the transposed left factor; the right one is [4, 5].</summary>
    public static TheoryData<nint[], nint[], nint[]> Cases => new()
    {
        { [3, 5], [], [4, 3] },
        { [3, 5], [3, 1], [4, 3] },
        { [3, 5], [3, 5], [4, 3] },
        { [3, 5], [2, 1, 1], [4, 3] },
        { [5], [1, 1], [4, 3] },
        { [3, 1], [5], [4, 3] },
        { [3, 5], [1, 1], [2, 4, 3] },
        { [2, 3, 5], [2, 1, 1], [2, 4, 3] },
        { [2, 3, 5], [1], [4, 3] },
    };

    public void Dispose()
    {
        tape.Dispose();
        compute.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Real(nint[] c, nint[] scale, nint[] a) => Check<float>(c, scale, a, MatrixForm.Transposed);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Complex_and_conjugated(nint[] c, nint[] scale, nint[] a) => Check<Complex>(c, scale, a, MatrixForm.ConjugateTransposed);

    private void Check<T>(nint[] ofC, nint[] ofScale, nint[] ofA, MatrixForm formA)
        where T : unmanaged
    {
        Var<T> c = Normal(1, ofC);
        Var<T> scale = Normal(2, ofScale);
        Var<T> a = Normal(3, ofA);
        Var<T> b = Normal(4, 4, 5);
        Var<T> product = Ops.MatMul(a, b, formA);
        AssertSame(c + product, Ops.AddMatMul(c, a, b, formA));
        AssertSame(c - product, Ops.SubtractMatMul(c, a, b, formA));
        AssertSame(c + (scale * product), Ops.AddMatMul(c, scale, a, b, formA));

        Var<T> Normal(ulong seed, params nint[] lengths) => tape.Constant(MatrixSamples.Normal<T>(seed, lengths));

        static void AssertSame(Var<T> expected, Var<T> actual)
        {
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.Equal(expected.Value.AsReadOnlySpan().ToArray(), actual.Value.AsReadOnlySpan().ToArray());
        }
    }
}
