using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops;
using AdjointKit.Tests.Rules;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>Patterns that the engine finds hold all that is not zero, and no more than they must where that is known.</summary>
public sealed class PatternOfTests
{
    private const int N = 12;

    public static TheoryData<string> Names => [.. Programs.Real.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pattern_holds_what_differs_from_zero_in_first_and_second_derivatives(string name)
    {
        Func<Var<double>, Var<double>> f = Programs.Real.Single(program => program.Name == name).Function;
        Var Loss(Var<double> x) => Ops.HalfSquaredNorm(f(x));
        using NdArray<double> x = NdArray.Empty<double>(new Shape(N));
        new CounterRandom(5).FillUniform(x);
        foreach (ref double element in x.AsWritableSpan()) element += 0.5;
        AssertHolds(Jacobian.PatternOf(f, x), Jacobian.Of(f, x).Jacobian);
        AssertHolds(Hessian.PatternOf<double>(Loss, x), Hessian.Of<double>(Loss, x).Hessian);
    }

    [Fact]
    public void A_tridiagonal_map_has_its_band_and_so_has_Rosenbrock()
    {
        using NdArray<double> x = NdArray.Empty<double>(new Shape(N));
        new CounterRandom(3).FillNormal(x);
        SparsityPattern found = Jacobian.PatternOf(v => Ops.Square(Ops.Slice(v, 0, 1, N - 1)) - Ops.Slice(v, 0, 0, N - 1), x);
        Assert.Equal(SparsityPattern.Band(N - 1, N, 0, 1).Entries, found.Entries);
        Assert.Equal(SparsityPattern.Band(N, N, 1, 1).Entries, Hessian.PatternOf<double>(Rosenbrock, x).Entries);
        (_, NdArray<double> entries) = Hessian.Of<double>(Rosenbrock, x, Hessian.PatternOf<double>(Rosenbrock, x));
        (_, NdArray<double> dense) = Hessian.Of<double>(Rosenbrock, x);
        int k = 0;
        foreach ((int row, int column) in SparsityPattern.Band(N, N, 1, 1).Entries) Assert.Equal(dense[row, column], entries[k++], 1e-12 * 1000);
    }

    [Fact]
    public void What_is_zero_at_x_only_is_in_the_pattern()
    {
        // At 0 the derivatives of x^3 vanish, and the residual and its gradient with them.
        using NdArray<double> zero = NdArray.Zeros<double>(3);
        (int, int)[] diagonal = [(0, 0), (1, 1), (2, 2)];
        Assert.Equal(diagonal, Jacobian.PatternOf(v => Ops.Power(v, 3), zero).Entries);
        Assert.Equal(diagonal, Hessian.PatternOf<double>(v => Ops.HalfSquaredNorm(Ops.Sin(v) * v), zero).Entries);
        Assert.Equal(diagonal, Jacobian.PatternOf(v => Scan.Repeat((y, p) => y * y, v, [], 3), zero).Entries);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("checkpoint")]
    [InlineData("loop")]
    public void What_a_sensitivity_of_zero_hides_is_in_the_pattern(string way)
    {
        // v0 (v1^2 + v2^2) at v0 = 0: the sensitivity of the squares is v0, and their second derivatives are there at any other v0.
        using NdArray<double> x = NdArray.From(0.0, 1, 2);
        Var<double> Scaled(Var<double> a, Var<double> b) => a * Ops.Square(b);
        Func<Var<double>, Var<double>> f = way switch
        {
            "plain" => v => Scaled(v[..1], v[1..]),
            "checkpoint" => v => Checkpoint.Of<double, double, double>(Scaled)(v[..1], v[1..]),
            _ => v => Scan.Repeat((y, p) => Scaled(p[0], y), v[1..], [v[..1]], 1),
        };
        Assert.Equal([(0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 2)], Hessian.PatternOf<double>(v => Ops.Sum(f(v)), x).Entries);
    }

    [Fact]
    public void A_branch_counts_as_it_is_taken_and_a_function_that_is_linear_has_an_empty_Hessian()
    {
        using NdArray<double> x = NdArray.From(0.25, 0.75);
        Assert.Equal([(0, 0), (1, 0), (1, 1)], Jacobian.PatternOf(v => Ops.Where(v > 0.5, v * Ops.Sum(v), v), x).Entries);
        Assert.Empty(Hessian.PatternOf<double>(v => Ops.Sum(3 * v), x).Entries);
        Assert.Empty(Jacobian.PatternOf(v => Ops.Floor(v), x).Entries);
    }

    private static Var Rosenbrock(Var<double> x)
    {
        Var<double> head = Ops.Slice(x, 0, 0, N - 1);
        return Ops.Sum((100 * Ops.Square(Ops.Slice(x, 0, 1, N - 1) - Ops.Square(head))) + Ops.Square(1 - head));
    }

    private static void AssertHolds(SparsityPattern pattern, NdArray<double> dense)
    {
        NdArray<double> matrix = dense.Reshape(pattern.Rows, pattern.Columns);
        var places = pattern.Entries.ToHashSet();
        for (int row = 0; row < pattern.Rows; row++)
        {
            for (int column = 0; column < pattern.Columns; column++) Assert.True(matrix[row, column] == 0 || places.Contains((row, column)), $"({row}, {column}) is {matrix[row, column]}");
        }
    }
}
