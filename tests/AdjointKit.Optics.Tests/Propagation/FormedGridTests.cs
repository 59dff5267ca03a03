using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation;

public sealed class FormedGridTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(5, 2)]
    [InlineData(6, 7)]
    [InlineData(130, 201)]
    public void A_quarter_of_an_even_function_is_all_of_it(int ny, int nx)
    {
        using var compute = new Compute(threads: 2);
        var grid = new FieldGrid(ny, nx, 0.7e-6, 0.9e-6);
        var numbers = new PropagationNumbers(0.5e-6, 12e-6, 1.2, grid.Dy, grid.Dx);
        using NdArray<Complex> whole = FormedGrid.Of(compute, ny, nx, fromMiddle: false, grid, numbers, Transfer);
        using NdArray<Complex> quarter = FormedGrid.Quarter(compute, ny, nx, grid, numbers, Transfer);
        using NdArray<Complex> mirrored = FormedGrid.Mirrored(compute, quarter, ny, nx);
        Assert.Equal(new Shape((ny / 2) + 1, (nx / 2) + 1), quarter.Shape);
        Assert.Equal(whole.AsReadOnlySpan().ToArray(), mirrored.AsReadOnlySpan().ToArray());

        Var<Complex> Transfer(Var<double> row, Var<double> column, PropagationVariables at) => TransferFunctions.FreeSpace(TransferFunctions.SquaredSine(row, column, ny, nx, at), at);
    }

    /// <summary>What is said to be even has to be: a plan and a tape, which asks for all points, must give the same.</summary>
    [Theory]
    [InlineData("asm")]
    [InlineData("blasm")]
    [InlineData("fresnel-tf")]
    [InlineData("fresnel-ir")]
    [InlineData("rs")]
    [InlineData("sas")]
    public void A_plan_is_what_a_tape_records(string name)
    {
        using var compute = new Compute(threads: 2);
        var grid = new FieldGrid(21, 34, 1.1e-6, 0.8e-6);
        PropagationMethod method = PropagationMethods.All.Single(known => known.Name == name);
        using NdArray<Complex> field = compute.Empty<Complex>(grid.Shape);
        compute.Backend.FillNormal(field, new CounterRandom(3));
        using var tape = new Tape(compute);
        Complex[] recorded = method.Propagate(tape.Constant(field), PropagationVariables.Constants(tape, grid, 0.5e-6, 70e-6)).Value.Copy().AsReadOnlySpan().ToArray();
        Complex[] planned = method.Plan<Complex>(grid, 0.5e-6, 70e-6, compute: compute).Apply(field).AsReadOnlySpan().ToArray();
        double largest = recorded.Max(Complex.Abs);
        Assert.All(recorded.Zip(planned), pair => Assert.True(Complex.Abs(pair.First - pair.Second) <= 1e-14 * largest));
    }
}
