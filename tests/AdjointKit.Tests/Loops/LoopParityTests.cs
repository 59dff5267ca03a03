using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Loops;

/// <summary>Reference programs with loops, by Scan and While: value, gradient and Hessian-vector product of an independent engine.</summary>
public sealed class LoopParityTests
{
    public static TheoryData<long> Budgets => [0, 200_000];

    [SkippableTheory]
    [MemberData(nameof(Budgets))]
    public void Recurrent_network(long budget) => Check("p01_rnn_20_steps", ["X", "Wx", "Wh", "b"], v =>
    {
        Shape x = v[0].Shape;
        Var<double> h = v[0].Tape.Constant(NdArray.Zeros<double>(x.Rank == 3 ? new Shape(x[1], v[2].Shape[0]) : new Shape(1, v[2].Shape[0])));
        Var<double> sequence = x.Rank == 3 ? v[0] : Ops.Reshape(v[0], x[0], 1, x[1]);
        return Ops.Sum(Ops.Square(Scan.Run((s, u, p) => (LoopProgram.Cell(s, u, p[0], p[1], p[2]), s), h, sequence, [v[1], v[2], v[3]], Keep(budget)).State));
    });

    [SkippableTheory]
    [MemberData(nameof(Budgets))]
    public void Runge_Kutta(long budget) => Check("p03_rk4_lotka_volterra", ["y0", "th"], v => LoopProgram.All[1].Scanned(v, Keep(budget)));

    [SkippableTheory]
    [MemberData(nameof(Budgets))]
    public void Trip_count_that_depends_on_data(long budget) => Check("s09_data_dependent_trip_count", ["x"], v =>
        While.Run(y => y[[]] < 100, (y, _) => (1.5 * y) + Ops.Sin(y), v[0], [], schedule: Keep(budget)));

    private static Schedule Keep(long budget) => budget == 0 ? Schedule.StoreAll : Schedule.ByteBudget(budget);

    private static void Check(string name, string[] inputs, Func<IReadOnlyList<Var<double>>, Var<double>> program)
    {
        AutodiffOracle oracle = AutodiffOracle.Read(name);
        NdArray<double>[] at = [.. inputs.Select(oracle.Input<double>)];
        (double value, NdArray<double>[] gradients) = Gradient.Of<double>(v => program(v), at);
        Assert.Equal(oracle.Value, value, oracle.Tolerance * Math.Abs(oracle.Value));
        for (int k = 0; k < inputs.Length; k++) ScanTests.AssertClose(oracle.Gradient<double>(inputs[k]), gradients[k], oracle.Tolerance);
        if (!oracle.HasHessianProduct) return;
        (_, NdArray<double>[] products) = Hvp.Of<double>(v => program(v), at, [.. inputs.Select(oracle.Direction<double>)]);
        for (int k = 0; k < inputs.Length; k++) ScanTests.AssertClose(oracle.HessianProduct<double>(inputs[k]), products[k], oracle.Tolerance);
    }
}
