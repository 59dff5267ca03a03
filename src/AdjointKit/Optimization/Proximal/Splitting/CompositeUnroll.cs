using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>Steps of the methods for sums of functions as programs to be differentiated: the iterate after a number of them, recorded.</summary>
internal static class CompositeUnroll
{
    internal static Var<T> ForwardBackward<T>(CompositeProblem<T> problem, int steps, CompositeOptions options, Var<T> start)
        where T : unmanaged
    {
        SplitForm<T> form = Optimization.ForwardBackward<T>.Form(problem);
        using ISlopeMap slope = form.Smooth!.Slope();
        ILengthMap prox = form.PrimalProx();
        double length = options.PrimalStep ?? Optimization.ForwardBackward<T>.Length(options, CurvatureOf(form.Smooth, Optimization.ForwardBackward<T>.MethodName));
        TapeAlgebra on = On(start);
        var step = new ForwardBackwardStep<Var, TapeScalar> { X = start };
        step.Begin(on, slope);
        double count = 1;
        for (int k = 0; k < steps; k++)
        {
            step.Move(on, slope, prox, length);
            (count, double momentum) = Optimization.ForwardBackward<T>.Momentum(count, options.Accelerated);
            step.Carry(on, slope, momentum);
        }

        return step.X.As<T>();
    }

    internal static Var<T> PrimalDual<T>(CompositeProblem<T> problem, int steps, CompositeOptions options, Var<T> start, bool byGradient)
        where T : unmanaged
    {
        string name = byGradient ? CondatVu<T>.MethodName : Optimization.PrimalDual<T>.MethodName;
        var form = new SplitForm<T>(problem, name, byGradient);
        using ISlopeMap? slope = form.Smooth?.Slope();
        PrimalDualMaps maps = PrimalDualSolver<T>.MapsOf(form, slope);
        (double primal, double dual) = StepLengths.OfUnrolled(name, options, form.SquaredNorm, () => CurvatureOf(form.Smooth, name));
        TapeAlgebra on = On(start);
        int count = form.Terms.Length;
        var step = new PrimalDualStep<Var, TapeScalar> { X = start, Y = new Var[count], NextY = new Var[count], Image = new Var[count], NextImage = new Var[count], ImageAhead = new Var[count], DualPoint = new Var[count] };
        step.Begin(on, maps);
        for (int k = 0; k < steps; k++)
        {
            step.DualMove(on, maps, dual);
            step.PrimalMove(on, maps, primal);
            step.Carry(on);
        }

        return step.X.As<T>();
    }

    internal static Var<T> Admm<T>(CompositeProblem<T> problem, int steps, CompositeOptions options, Var<T> start)
        where T : unmanaged
    {
        (AdmmMaps maps, NormalSystem<T> system) = Optimization.Admm<T>.MapsOf(problem);
        using NormalSystem<T> owned = system;
        double penalty = Optimization.Admm<T>.Penalty(options, system);
        TapeAlgebra on = On(start);
        int count = maps.Forward.Length;
        var step = new AdmmStep<Var, TapeScalar> { X = start, Z = new Var[count], NextZ = new Var[count], U = new Var[count], Image = new Var[count], Ahead = new Var[count] };
        step.Begin(on, maps);
        for (int k = 0; k < steps; k++)
        {
            step.Move(on, maps, penalty, options.Relaxation);
            step.Carry(on, maps);
        }

        int shown = Optimization.Admm<T>.Shown(problem.Terms.ToArray());
        return (shown < 0 ? step.X : step.Z[shown]).As<T>();
    }

    internal static Var<T> LinearizedAdmm<T>(CompositeProblem<T> problem, int steps, CompositeOptions options, Var<T> start)
        where T : unmanaged
    {
        string name = Optimization.LinearizedAdmm<T>.MethodName;
        var form = new SplitForm<T>(problem, name, byGradient: false);
        AdmmMaps maps = Optimization.LinearizedAdmm<T>.MapsOf(form);
        (double primal, double dual) = StepLengths.OfUnrolled(name, options, form.SquaredNorm, () => 0);
        TapeAlgebra on = On(start);
        int count = form.Terms.Length;
        var step = new LinearizedAdmmStep<Var, TapeScalar> { X = start, Z = new Var[count], U = new Var[count], Image = new Var[count], Ahead = new Var[count] };
        step.Begin(on, maps);
        for (int k = 0; k < steps; k++)
        {
            step.Move(on, maps, primal, dual);
            step.Carry(on);
        }

        return step.X.As<T>();
    }

    internal static Var<T> DouglasRachford<T>(CompositeProblem<T> problem, int steps, CompositeOptions options, Var<T> start)
        where T : unmanaged
    {
        (_, ILengthMap f, ILengthMap g) = Optimization.DouglasRachford<T>.Parts(problem);
        using var owned = g as LeastSquaresProx<T>;
        double t = Optimization.DouglasRachford<T>.Length(options, g);
        TapeAlgebra on = On(start);
        var step = new DouglasRachfordStep<Var, TapeScalar> { V = start, Y = start };
        for (int k = 0; k < steps; k++)
        {
            step.Move(on, f, g, t);
            step.Carry(on, options.Relaxation);
        }

        return step.Y.As<T>();
    }

    private static double CurvatureOf<T>(SmoothPart<T>? smooth, string name)
        where T : unmanaged => smooth is null ? 0
            : smooth.Curvature ?? throw new ArgumentException($"unrolled steps of {name} need the largest curvature of {smooth.Name}: give it to CompositeProblem.Smooth");

    private static TapeAlgebra On<T>(Var<T> start)
        where T : unmanaged => new(start.Tape, ElementTypes.RealOf(ElementTypes.Of<T>()), complexScalars: false);
}
