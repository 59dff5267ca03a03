using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>Primal-dual steps as a program to be differentiated.</summary>
internal static class PrimalDualUnroll
{
    internal static Var<T> Of<T>(CompositeProblem<T> problem, int steps, CompositeOptions options, Var<T> start, bool byGradient)
        where T : unmanaged
    {
        string name = byGradient ? CondatVu<T>.MethodName : PrimalDual<T>.MethodName;
        var form = new SplitForm<T>(problem, name, byGradient);
        using ISlopeMap? slope = form.Smooth?.Slope();
        PrimalDualMaps maps = PrimalDualSolver<T>.MapsOf(form, slope);
        double curvature = form.Smooth is null ? 0 : PrimalDualSolver<T>.CurvatureOf(form);
        (double primal, double dual) = PrimalDualSolver<T>.Lengths(name, options, form.SquaredNorm(), curvature);
        var on = new TapeAlgebra(start.Tape, ElementTypes.RealOf(ElementTypes.Of<T>()), complexScalars: false);
        var step = new PrimalDualStep<Var, TapeScalar>
        {
            X = start,
            Y = new Var[form.Terms.Length],
            NextY = new Var[form.Terms.Length],
            Image = new Var[form.Terms.Length],
            NextImage = new Var[form.Terms.Length],
            ImageAhead = new Var[form.Terms.Length],
            DualPoint = new Var[form.Terms.Length],
        };
        step.Begin(on, maps);
        for (int k = 0; k < steps; k++)
        {
            step.DualMove(on, maps, dual);
            step.PrimalMove(on, maps, primal);
            step.Carry(on);
        }

        return step.X.As<T>();
    }
}
