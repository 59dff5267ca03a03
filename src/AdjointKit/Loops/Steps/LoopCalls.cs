using AdjointKit.Autodiff;

namespace AdjointKit.Loops.Steps;

/// <summary>Puts loops on tapes.</summary>
internal static class LoopCalls
{
    internal static LoopResult Apply(LoopFunction function, ReadOnlySpan<Var> arguments)
    {
        if (function.States == 0) throw new ArgumentException("a loop has a state of one variable or more");
        var results = new Var[function.States + function.Outputs];
        arguments[0].Tape.Apply(LoopRule.Rule, new Attributes { Subject = function }, arguments, results);
        return new LoopResult(function, results);
    }

    /// <summary>A step of one state as a body. The list of parameters is one for all steps.</summary>
    internal static LoopBody Body<T>(Func<Var<T>, IReadOnlyList<Var<T>>, Var<T>> step, int parameters)
        where T : unmanaged
    {
        var shared = new Var<T>[parameters];
        return frame =>
        {
            Typed(frame.Parameters, shared);
            frame.Next[0] = step(frame.State[0].As<T>(), shared);
        };
    }

    internal static void Typed<T>(ReadOnlySpan<Var> variables, Var<T>[] typed)
        where T : unmanaged
    {
        for (int k = 0; k < typed.Length; k++) typed[k] = variables[k].As<T>();
    }

    internal static Var[] Untyped<T>(IReadOnlyList<Var<T>> variables)
        where T : unmanaged
    {
        var untyped = new Var[variables.Count];
        for (int k = 0; k < untyped.Length; k++) untyped[k] = variables[k];
        return untyped;
    }
}
