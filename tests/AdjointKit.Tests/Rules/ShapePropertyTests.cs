using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AdjointKit.Tests.Rules;

/// <summary>
/// Derivatives over random shapes, broadcasts and views: the gradient against differences, forward mode against reverse mode. The second operand has the axes of the first, some of length 1 and
/// some in front missing; both lie in memory in some way of <see cref="View"/>.
/// </summary>
public sealed class ShapePropertyTests
{
    private const int Trials = 60;

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_hold_for_any_shapes_broadcasts_and_views(string name)
    {
        Func<Var<double>, Var<double>, Var<double>> program = Programs[name];
        using var compute = new Compute(threads: 1);
        Prop.ForAll(Arb.From(Operands), operands =>
        {
            using NdArray<double> roomX = Room(operands.LengthsX, operands.ViewX, operands.Seed);
            using NdArray<double> roomY = Room(operands.LengthsY, operands.ViewY, operands.Seed + 1);
            Lattice(roomX, 0.5);
            Lattice(roomY, 0.55);
            NdArray<double> x = Seen(roomX, operands.LengthsX, operands.ViewX);
            NdArray<double> y = Seen(roomY, operands.LengthsY, operands.ViewY);
            CheckResult result = GradCheck.Run<double>(name, v => program(v[0], v[1]), [x, y], new() { Directions = 2, Points = 1, Seed = operands.Seed }, compute);
            Assert.True(result.Passed, $"{name} of {operands}: {result}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Trials).WithReplay(7, 11));
    }

    /// <summary>How an operand lies in memory.</summary>
    public enum View
    {
        /// <summary>One element after another.</summary>
        Whole,

        /// <summary>Every second entry along the last axis.</summary>
        Stepped,

        /// <summary>Backwards along the first axis.</summary>
        Reversed,

        /// <summary>The axes in reverse order.</summary>
        Transposed,

        /// <summary>Behind other elements.</summary>
        Offset,
    }

    private static readonly Dictionary<string, Func<Var<double>, Var<double>, Var<double>>> Programs = new()
    {
        ["add and multiply"] = (x, y) => (x + y) * (y - x),
        ["divide"] = (x, y) => x / y,
        ["atan2"] = Ops.Atan2,
        ["power"] = Ops.Power,
        ["maximum"] = (x, y) => Ops.Maximum(x, y) * Ops.Minimum(y, x),
        ["where"] = (x, y) => Ops.Where(x > y, Ops.Sin(x), x * y),
        ["hypot"] = Ops.Hypot,
        ["clamp"] = (x, y) => Ops.Clamp(x * x, y * 0.1, y + 9),
        ["sum"] = (x, y) => x.Shape.Rank == 0 ? x * y : Ops.Sum(x * y, 0) * Ops.Sum(x),
        ["product"] = (x, y) => Ops.Product(x * y),
        ["softmax"] = (x, y) => x.Shape.Rank == 0 ? x * y : Ops.Softmax(x * y, -1) * Ops.LogSoftmax(x, 0),
        ["log sum exp"] = (x, y) => Ops.LogSumExp(x * y),
        ["variance"] = (x, y) => Ops.Variance(x * y) + Ops.Norm(x + y),
        ["running sums and products"] = (x, y) => x.Shape.Rank == 0 ? x * y : Ops.CumulativeSum(x * y, 0) * Ops.CumulativeProduct(x, -1),
        ["slices"] = (x, y) => x.Shape.Rank == 0 ? x * y : Ops.Flip(x * y, 0) * Ops.Slice(x, -1, x.Shape[-1] - 1, x.Shape[-1], -1),
        ["transpose and reshape"] = (x, y) => Ops.Reshape(Ops.Transpose(x * y), x.Shape.Count) * Ops.Reshape(x, x.Shape.Count),
        ["concat and pad"] = (x, y) => x.Shape.Rank == 0 ? x * y : Ops.Square(Ops.Concat([x, Ops.BroadcastTo(y, x.Shape), x], 0)),
        ["inner product"] = (x, y) => Ops.InnerProduct(x, Ops.Exp(Ops.BroadcastTo(y, x.Shape))),
        ["matrix product"] = (x, y) => x.Shape.Rank < 2 ? x * y : Ops.MatMul(x, Ops.BroadcastTo(y, x.Shape), formB: MatrixForm.Transposed),
    };

    private static Gen<OperandPair> Operands =>
        from rank in Gen.Choose(0, 3)
        from lengths in Gen.ArrayOf(Gen.Choose(1, 4), rank)
        from missing in Gen.Choose(0, rank)
        from shared in Gen.ArrayOf(Gen.Choose(0, 1), rank)
        from views in Gen.ArrayOf(Gen.Choose(0, 4), 2)
        from seed in Gen.Choose(1, 1_000_000)
        select new OperandPair(
            [.. lengths.Select(length => (nint)length)],
            [.. lengths.Select((length, axis) => shared[axis] == 0 ? length : (nint)1).Skip(missing)],
            (View)views[0],
            (View)views[1],
            (ulong)seed);

    /// <summary>The array that an operand is a view of.</summary>
    private static NdArray<double> Room(nint[] lengths, View view, ulong seed)
    {
        nint[] room = [.. lengths];
        if (room.Length > 0 && view == View.Stepped) room[^1] *= 2;
        if (room.Length > 0 && view == View.Offset) room[0] += 2;
        if (view == View.Transposed) Array.Reverse(room);
        NdArray<double> array = NdArray.Empty<double>(new Shape(room));
        new CounterRandom(seed).FillUniform(array);
        return array;
    }

    private static NdArray<double> Seen(NdArray<double> room, nint[] lengths, View view) => lengths.Length == 0 ? room : view switch
    {
        View.Stepped => room.Slice(-1, 0, lengths[^1], 2),
        View.Reversed => room.Slice(0, lengths[0] - 1, lengths[0], -1),
        View.Transposed => room.Transpose([.. Enumerable.Range(0, lengths.Length).Reverse()]),
        View.Offset => room.Slice(0, 2, lengths[0]),
        _ => room,
    };

    /// <summary>Ten values, so that the two operands are never closer than the steps of the differences reach: kinks lie between them.</summary>
    private static void Lattice(NdArray<double> array, double first)
    {
        foreach (ref double value in array.AsWritableSpan()) value = first + (0.1 * Math.Floor(10 * value));
    }

    private sealed record OperandPair(nint[] LengthsX, nint[] LengthsY, View ViewX, View ViewY, ulong Seed)
    {
        public override string ToString() => $"{new Shape(LengthsX)} {ViewX} and {new Shape(LengthsY)} {ViewY}, seed {Seed}";
    }
}
