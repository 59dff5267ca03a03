using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>A solver as the state of a run: its bytes bring a second solver to where the first one was.</summary>
public sealed class SolverRunStateTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Fact]
    public void A_solver_goes_on_from_its_bytes_with_the_same_bits()
    {
        using NdArray<double> matrix = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(60, 1)).Reshape(6, 10);
        using NdArray<double> data = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(18, 2)).Reshape(3, 6);
        var a = new MatrixOperator<double>(compute, matrix, 3);
        using ProximalGradient<double, double> whole = Started(a, data);
        for (int k = 0; k < 12; k++) whole.Step();

        using ProximalGradient<double, double> first = Started(a, data);
        for (int k = 0; k < 5; k++) first.Step();
        using var bytes = new MemoryStream();
        new SolverRunState<double>(first).Save(bytes);
        using ProximalGradient<double, double> second = Started(a, data);
        bytes.Position = 0;
        new SolverRunState<double>(second).Load(bytes);
        Assert.Equal(bytes.Length, bytes.Position);
        Assert.Equal(first.History, second.History);
        for (int k = 0; k < 7; k++) second.Step();
        Assert.Equal(whole.Solution.AsReadOnlySpan(), second.Solution.AsReadOnlySpan());
        Assert.Equal(whole.History, second.History);
    }

    private ProximalGradient<double, double> Started(MatrixOperator<double> a, NdArray<double> data)
    {
        var solver = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 0.05));
        solver.Start(data);
        return solver;
    }
}
