using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops.Schedules;

namespace AdjointKit.Loops.Steps;

/// <summary>
/// The adjoint of a loop as an op, xbar = J(x)^H ybar, from the arguments x and the cotangents ybar. With the dual loop F'(x, dx) = (f(x), J(x) dx) its tangent is the x part of
/// the adjoint of F' for the cotangents (dybar, ybar), and its adjoint for a sensitivity v is J(x) v for ybar and the x part of the adjoint of F' at (x, v) for (0, ybar).
/// </summary>
internal sealed class LoopAdjointRule : Rule
{
    internal static readonly LoopAdjointRule Rule = new();

    internal override string Name => "adjoint of a loop";

    internal override Needs Needs => Needs.Inputs;

    internal static Var[] Apply(Tape tape, LoopFunction function, bool[] wanted, ReadOnlySpan<Var> arguments, ReadOnlySpan<Var> cotangents)
    {
        var sensitivities = new Var[function.Arguments];
        tape.Apply(Rule, new Attributes { Subject = new LoopAdjoint(function, wanted) }, [.. arguments, .. cotangents], sensitivities);
        return sensitivities;
    }

    internal override void Value(in RuleContext c)
    {
        var adjoint = (LoopAdjoint)c.Attributes.Subject!;
        LoopFunction function = adjoint.Function;
        var arguments = new UntypedArray[function.Arguments];
        for (int k = 0; k < arguments.Length; k++) arguments[k] = c.X(k);
        using var step = new TapeStep(function, c.Tape, arguments, adjoint.Wanted);
        step.Measure();
        for (int k = 0; k < arguments.Length; k++)
        {
            UntypedArray sensitivity = c.NewOutput(arguments[k].ElementType, arguments[k].Shape);
            c.Backend.Fill(sensitivity, 0);
            if (adjoint.Wanted[k]) step.Sensitivities[k] = sensitivity;
        }

        for (int k = 0; k < step.Cotangents.Length; k++) step.Cotangents[k] = c.X(arguments.Length + k);
        using LoopRun run = LoopStarts.Start(function, step, c.Tape.Compute);
        LoopStarts.Forward(function, step, run);
        run.Backward();
        step.FinishAdjoint(run.Plan.Steps);
    }

    internal override void Tangent(in RuleContext c)
    {
        LoopFunction function = Function(c);
        int results = function.States + function.Outputs;
        Var[] inputs = LoopArguments.Inputs(c, function.Arguments + results);
        Var[] changes = LoopArguments.Tangents(c, 0, function.Arguments + results);
        Var[] pulled = PulledThroughDual(c, inputs, changes.AsSpan(0, function.Arguments), changes.AsSpan(function.Arguments), inputs.AsSpan(function.Arguments));
        for (int k = 0; k < function.Arguments; k++) c.SetTangent(k, pulled[k]);
    }

    internal override void Adjoint(in RuleContext c)
    {
        LoopFunction function = Function(c);
        if (function.Schedule is TruncatedSchedule) throw new NotSupportedException("A truncated sweep is no gradient of anything, and has no adjoint: use forward mode over it, or an exact schedule.");
        Var[] inputs = LoopArguments.Inputs(c, function.Arguments + function.States + function.Outputs);
        Var[] direction = LoopArguments.Cotangents(c);
        Var[] pushed = LoopRule.Pushed(c.Tape, function, inputs.AsSpan(0, function.Arguments), direction);
        for (int k = 0; k < pushed.Length; k++) c.Accumulate(function.Arguments + k, pushed[k]);
        var zeros = new Var[pushed.Length];
        for (int k = 0; k < zeros.Length; k++) zeros[k] = c.Tape.Zeros(pushed[k].ElementType, pushed[k].Shape);
        Var[] pulled = PulledThroughDual(c, inputs, direction, zeros, inputs.AsSpan(function.Arguments));
        for (int k = 0; k < function.Arguments; k++) c.Accumulate(k, pulled[k]);
    }

    private static LoopFunction Function(in RuleContext c) => ((LoopAdjoint)c.Attributes.Subject!).Function;

    /// <summary>The sensitivities of the loop's arguments by the adjoint of the dual loop, for cotangents of its values and of its tangents.</summary>
    private static Var[] PulledThroughDual(in RuleContext c, ReadOnlySpan<Var> inputs, ReadOnlySpan<Var> tangents, ReadOnlySpan<Var> ofValues, ReadOnlySpan<Var> ofTangents)
    {
        LoopFunction function = Function(c);
        LoopFunction dual = function.Dual;
        int states = function.States;
        var wanted = new bool[dual.Arguments];
        for (int k = 0; k < function.Arguments; k++) wanted[function.DualPlace(k)] = true;
        Var[] sensitivities = Apply(
            c.Tape,
            dual,
            wanted,
            function.DualArguments(inputs[..function.Arguments], tangents),
            [.. ofValues[..states], .. ofTangents[..states], .. ofValues[states..], .. ofTangents[states..]]);
        var pulled = new Var[function.Arguments];
        for (int k = 0; k < pulled.Length; k++) pulled[k] = sensitivities[function.DualPlace(k)];
        return pulled;
    }
}

/// <summary>Which loop, and which of its arguments' sensitivities are wanted.</summary>
internal sealed record LoopAdjoint(LoopFunction Function, bool[] Wanted);
