using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

public sealed class EinsumTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    /// <summary>Subscripts without an ellipsis, and shapes.</summary>
    public static TheoryData<string, nint[][]> Cases => new()
    {
        { "ij->ji", [[3, 4]] },
        { "ij->", [[3, 4]] },
        { "ij->j", [[3, 4]] },
        { "ii->i", [[4, 4]] },
        { "ii->", [[4, 4]] },
        { "iji->j", [[3, 2, 3]] },
        { "iijj->ij", [[3, 3, 2, 2]] },
        { "iii->i", [[3, 3, 3]] },
        { "aabb->", [[2, 2, 3, 3]] },
        { "i,i->i", [[4], [4]] },
        { "i,i->", [[4], [4]] },
        { "i,j->ij", [[4], [3]] },
        { "i,j->ji", [[4], [3]] },
        { "i,j->", [[4], [3]] },
        { ",ij->ji", [[], [2, 3]] },
        { ",->", [[], []] },
        { "ij,jk->ik", [[3, 4], [4, 5]] },
        { "ij,kj->ki", [[3, 4], [5, 4]] },
        { "ij,ij->", [[3, 4], [3, 4]] },
        { "ij,ji->i", [[3, 4], [4, 3]] },
        { "ijk,kjl->il", [[2, 3, 4], [4, 3, 5]] },
        { "bij,bjk->bki", [[2, 3, 4], [2, 4, 5]] },
        { "bij,jb->bi", [[2, 3, 4], [4, 2]] },
        { "abij,bajk->ikab", [[2, 3, 2, 4], [3, 2, 4, 2]] },
        { "ii,ij->ij", [[3, 3], [3, 4]] },
        { "ij,jk,kl,lm->im", [[2, 3], [3, 4], [4, 5], [5, 2]] },
        { "ij,jk,ki->", [[2, 3], [3, 4], [4, 2]] },
        { "i,i,i->", [[5], [5], [5]] },
        { "ij,ik,il->jkl", [[3, 2], [3, 4], [3, 5]] },
        { "ij,ij->ij", [[1, 4], [3, 1]] },
        { "ij,jk->ik", [[3, 1], [4, 2]] },
        { "ij,jk->ik", [[3, 0], [0, 2]] },
        { "ij,jk->ik", [[0, 3], [3, 2]] },
        { "abcdefgh,abcdefgh->", [[1, 2, 1, 2, 1, 2, 1, 2], [1, 2, 1, 2, 1, 2, 1, 2]] },
        { "abcdefgh,abcdefgh->abcdefgh", [[1, 2, 1, 2, 1, 2, 1, 2], [1, 2, 1, 2, 1, 2, 1, 2]] },
        { "abcdefg,abcdefg,h->hg", [[2, 2, 1, 2, 1, 2, 3], [2, 2, 1, 2, 1, 2, 3], [2]] },
        { "Ab , bC -> AC", [[2, 3], [3, 2]] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_the_sum_over_all_indices(string subscripts, nint[][] shapes)
    {
        Agrees<double>(subscripts, shapes);
        Agrees<Complex>(subscripts, shapes);
    }

    [Fact]
    public void An_ellipsis_stands_for_axes_that_are_broadcast()
    {
        using var tape = new Tape(compute);
        Var<double> a = tape.Constant(MatrixSamples.Normal<double>(1, 2, 1, 3, 4));
        Var<double> b = tape.Constant(MatrixSamples.Normal<double>(2, 5, 4, 2));
        Same(Ops.MatMul(a, b), Ops.Einsum("...ij,...jk->...ik", a, b));
        Same(Ops.Einsum("abij,bjk->abik", a, b), Ops.Einsum("...ij,...jk", a, b));
        Same(Ops.Einsum("abij->ji", a), Ops.Einsum("...ij->ji", a));
        Same(Ops.Einsum("abij->ijab", a), Ops.Einsum("...ij->ij...", a));
        Same(Ops.Einsum("bjk->kb", b), Ops.Einsum("bjk->kb", b));
    }

    [Fact]
    public void Without_an_arrow_the_result_has_what_occurs_once_by_alphabet()
    {
        using var tape = new Tape(compute);
        Var<double> a = tape.Constant(MatrixSamples.Normal<double>(1, 3, 4));
        Same(Ops.Transpose(a), Ops.Einsum("ba", a));
        Same(Ops.Einsum("ij,jk->ik", a, Ops.Transpose(a)), Ops.Einsum("ij,jk", a, Ops.Transpose(a)));
    }

    [Fact]
    public void A_chain_is_contracted_from_its_cheap_end()
    {
        // From the left every step makes a matrix of 200 x 200; from the right, a vector.
        using var limited = new Compute(threads: 1, memoryBudget: 1 << 18);
        using var tape = new Tape(limited);
        Var<double> a = tape.Constant(NdArray.Zeros<double>(200, 4));
        Var<double> b = tape.Constant(NdArray.Zeros<double>(4, 200));
        Var<double> x = tape.Constant(NdArray.Zeros<double>(4));
        Assert.Equal(new Shape(200), Ops.Einsum("ij,jk,kl,l->i", a, b, a, x).Shape);
        Assert.Equal(new Shape(200), Ops.Einsum("l,kl,jk,ij->i", x, a, b, a).Shape);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Refused("ij,jk->ik", "index j has length 3 in one operand and 4 in another, of shape (4, 2)", [2, 3], [4, 2]);
        Refused("ij->i", "1 groups of indices do not fit 2 operands", [2, 3], [4, 2]);
        Refused("ij,jk->ik", "do not fit 1 operands", [2, 3]);
        Refused("ijk->i", "the indices ijk do not fit an operand of shape (2, 3)", [2, 3]);
        Refused("ij->ik", "index k of the result is in no operand", [2, 3]);
        Refused("ij->ii", "stands twice in the result", [2, 3]);
        Refused("i1->i", "'1' is no index", [2, 3]);
        Refused("ii->i", "index i has length 2 in one operand and 3 in another", [2, 3]);
        Refused("...ijk->i", "do not fit an operand of shape (2, 3)", [2, 3]);
        Refused("ij", "takes 1 to 10 operands, not 0");
    }

    [Fact]
    public void Products_along_axes_have_front_doors()
    {
        using var tape = new Tape(compute);
        Var<Complex> a = tape.Constant(MatrixSamples.Normal<Complex>(1, 2, 3, 4));
        Var<Complex> b = tape.Constant(MatrixSamples.Normal<Complex>(2, 3, 4));
        Same(Ops.Sum(a * b, -1), Ops.Dot(a, b));
        Same(Ops.Sum(a * Ops.Reshape(Ops.Slice(b, 0, 0, 1), 1, 1, 4), -1), Ops.MatVec(a, Ops.Reshape(Ops.Slice(b, 0, 0, 1), 4)));
        Same(Ops.Reshape(b, 3, 4, 1) * Ops.Reshape(Ops.Slice(b, 1, 0, 2), 3, 1, 2), Ops.Outer(b, Ops.Slice(b, 1, 0, 2)));
        Var<Complex> kronecker = Ops.Kronecker(a, b);
        Assert.Equal(new Shape(2, 9, 16), kronecker.Shape);
        Assert.Equal(a.Value[1, 2, 3] * b.Value[1, 2], kronecker.Value[1, (2 * 3) + 1, (3 * 4) + 2]);
    }

    public void Dispose() => compute.Dispose();

    private static void Refused(string subscripts, string message, params nint[][] shapes)
    {
        using var own = new Compute(threads: 1);
        using var tape = new Tape(own);
        Var<double>[] operands = [.. shapes.Select(shape => tape.Constant(NdArray.Zeros<double>(new Shape(shape))))];
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Ops.Einsum<double>(subscripts, operands)).Message, StringComparison.Ordinal);
    }

    private void Same<T>(Var<T> expected, Var<T> actual)
        where T : unmanaged => MatrixSamples.AssertNear(compute, expected.Value, actual.Value, 1e-14);

    private void Agrees<T>(string subscripts, nint[][] shapes)
        where T : unmanaged, INumberBase<T>
    {
        using var tape = new Tape(compute);
        NdArray<T>[] operands = [.. shapes.Select((shape, k) => MatrixSamples.Normal<T>((ulong)k + 1, shape))];
        Var<T>[] variables = [.. operands.Select(tape.Constant)];
        MatrixSamples.AssertNear(compute, Direct(subscripts.Replace(" ", "", StringComparison.Ordinal), operands), Ops.Einsum<T>(subscripts, variables).Value.Copy(), 1e-13);
    }

    /// <summary>Adds up every product, one index after the other.</summary>
    private static NdArray<T> Direct<T>(string subscripts, NdArray<T>[] operands)
        where T : unmanaged, INumberBase<T>
    {
        string[] sides = subscripts.Split("->");
        string[] groups = sides[0].Split(',');
        string letters = new([.. (sides[0] + sides[1]).Where(char.IsLetter).Distinct()]);
        var lengths = letters.ToDictionary(letter => letter, letter => (nint)1);
        for (int k = 0; k < groups.Length; k++)
        {
            for (int axis = 0; axis < groups[k].Length; axis++)
            {
                nint length = operands[k].Shape[axis];
                if (length != 1) lengths[groups[k][axis]] = length;
            }
        }

        NdArray<T> result = NdArray.Zeros<T>(new Shape([.. sides[1].Select(letter => lengths[letter])]));
        nint all = letters.Aggregate((nint)1, (product, letter) => product * lengths[letter]);
        for (nint index = 0; index < all; index++)
        {
            var at = new Dictionary<char, nint>();
            nint rest = index;
            foreach (char letter in letters) (rest, at[letter]) = Math.DivRem(rest, lengths[letter]);
            T product = T.One;
            for (int k = 0; k < groups.Length; k++)
            {
                NdArray<T> operand = operands[k];
                product *= operand[[.. groups[k].Select((letter, axis) => operand.Shape[axis] == 1 ? 0 : at[letter])]];
            }

            nint[] place = [.. sides[1].Select(letter => at[letter])];
            result[place] += product;
        }

        return result;
    }
}
