using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>Steps of the methods for sums of functions as programs to be differentiated: the iterate after a number of them.</summary>
/// <param name="steps">The number of steps.</param>
/// <param name="options">The lengths of steps.</param>
/// <param name="schedule">What a loop of the steps keeps; null: they are recorded.</param>
internal sealed partial class CompositeUnroll(int steps, CompositeOptions options, Schedule? schedule)
{
    internal Var<T> ForwardBackward<T>(CompositeProblem<T> problem, Var<T> start)
        where T : unmanaged
    {
        (problem, StepData? data) = problem.WithOwnData();
        SplitForm<T> form = Optimization.ForwardBackward<T>.Form(problem);
        using ISlopeMap slope = form.Smooth!.Slope();
        double length = ForwardBackwardLength(form.Smooth);
        var step = new ForwardBackwardStep<Var, TapeScalar> { X = start };
        step.Begin(On(start), slope);
        var unrolled = new ForwardBackwardSteps(step, slope, form.PrimalProx(), length, FistaMomentum.AfterEach(steps, options.Accelerated), data);
        Run(ref unrolled, start);
        return unrolled.Step.X.As<T>();
    }

    internal Var<T> PrimalDual<T>(CompositeProblem<T> problem, Var<T> start, bool byGradient)
        where T : unmanaged
    {
        (problem, StepData? data) = problem.WithOwnData();
        string name = byGradient ? CondatVu<T>.MethodName : Optimization.PrimalDual<T>.MethodName;
        var form = new SplitForm<T>(problem, name, byGradient);
        using ISlopeMap? slope = form.Smooth?.Slope();
        PrimalDualMaps maps = PrimalDualSolver<T>.MapsOf(form, slope);
        var acceleration = StepAcceleration.Of(options, form);
        (double primal, double dual) = acceleration.First(StepLengths.OfUnrolled(name, options, form));
        int count = form.Terms.Length;
        var step = new PrimalDualStep<Var, TapeScalar> { X = start, Y = new Var[count], NextY = new Var[count], Image = new Var[count], NextImage = new Var[count], ImageAhead = new Var[count], DualPoint = new Var[count] };
        step.Begin(On(start), maps);
        var unrolled = new PrimalDualSteps(step, maps, acceleration.Lengths(steps, primal, dual), data);
        Run(ref unrolled, start);
        return unrolled.Step.X.As<T>();
    }

    internal Var<T> Admm<T>(CompositeProblem<T> problem, Var<T> start)
        where T : unmanaged
    {
        (AdmmMaps maps, NormalSystem<T> system) = Optimization.Admm<T>.MapsOf(problem);
        using NormalSystem<T> owned = system;
        int count = maps.Forward.Length;
        var step = new AdmmStep<Var, TapeScalar> { X = start, Z = new Var[count], NextZ = new Var[count], U = new Var[count], Image = new Var[count], Ahead = new Var[count] };
        step.Begin(On(start), maps);
        var unrolled = new AdmmSteps(step, maps, Optimization.Admm<T>.Penalty(options, system), options.Relaxation);
        Run(ref unrolled, start);
        int shown = Optimization.Admm<T>.Shown(problem.Terms.ToArray());
        return (shown < 0 ? unrolled.Step.X : unrolled.Step.Z[shown]).As<T>();
    }

    internal Var<T> LinearizedAdmm<T>(CompositeProblem<T> problem, Var<T> start)
        where T : unmanaged
    {
        (problem, StepData? data) = problem.WithOwnData();
        string name = Optimization.LinearizedAdmm<T>.MethodName;
        var form = new SplitForm<T>(problem, name, byGradient: false);
        AdmmMaps maps = Optimization.LinearizedAdmm<T>.MapsOf(form);
        (double primal, double dual) = StepLengths.OfUnrolled(name, options, form);
        int count = form.Terms.Length;
        var step = new LinearizedAdmmStep<Var, TapeScalar> { X = start, Z = new Var[count], U = new Var[count], Image = new Var[count], Ahead = new Var[count] };
        step.Begin(On(start), maps);
        var unrolled = new LinearizedAdmmSteps(step, maps, primal, dual, data);
        Run(ref unrolled, start);
        return unrolled.Step.X.As<T>();
    }

    internal Var<T> DouglasRachford<T>(CompositeProblem<T> problem, Var<T> start)
        where T : unmanaged
    {
        (problem, StepData? data) = problem.WithOwnData();
        (_, ILengthMap f, ILengthMap g) = Optimization.DouglasRachford<T>.Parts(problem);
        using var owned = g as LeastSquaresProx<T>;
        var step = new DouglasRachfordStep<Var, TapeScalar> { V = start, X = start, Y = start };
        var unrolled = new DouglasRachfordSteps(step, f, g, Optimization.DouglasRachford<T>.Length(options, g), options.Relaxation, data);
        Run(ref unrolled, start);
        return unrolled.Step.Y.As<T>();
    }

    private void Run<TSteps>(ref TSteps unrolled, Var start)
        where TSteps : struct, IUnrolledStep => StepLoop.Run(ref unrolled, start.Tape, ElementTypes.RealOf(start.ElementType), complexScalars: false, steps, schedule);

    private double ForwardBackwardLength<T>(SmoothPart<T> smooth)
        where T : unmanaged
    {
        string name = Optimization.ForwardBackward<T>.MethodName;
        if (options.PrimalStep is not double given) return Optimization.ForwardBackward<T>.Length(options, smooth.CurvatureFor(name));
        ComparedSteps.Once($"{name} {options.Accelerated}", [smooth.Operator], (given, 0), () => Optimization.ForwardBackward<T>.Length(options, smooth.Curvature ?? 0));
        return given;
    }

    private static TapeAlgebra On(Var start) => new(start.Tape, ElementTypes.RealOf(start.ElementType), complexScalars: false);
}
