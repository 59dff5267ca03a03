using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>What a debugger shows of a variable. It throws nothing, whatever has become of the variable.</summary>
internal sealed class VarDebugView(Var variable)
{
    private readonly UntypedArray? array = variable.Peek;

    /// <summary>Where the variable comes from, and its array.</summary>
    internal string Line => array is UntypedArray value ? $"{Origin}: {value.DebuggerText}" : Origin;

    /// <summary>The op that made it, or why there is none.</summary>
    public string Origin
    {
        get
        {
            if (variable.IsNone) return "none";
            if (array is null) return "stale: the tape was reset";
            ref Node node = ref variable.Tape.NodeAt(variable.Id);
            string batch = variable.IsBatched ? $", of {variable.HiddenAxes} nested batches" : string.Empty;
            if (node.Producer >= 0) return $"value {variable.Id}, of {variable.Tape.NameOf(node.Producer)}{batch}";
            return $"value {variable.Id}, {(node.Active ? "an input" : "a constant")}{batch}";
        }
    }

    /// <summary>The elements.</summary>
    public ArrayDebugView? Value => array is UntypedArray value ? new ArrayDebugView(value) : null;

    /// <summary>The sensitivity that the last backward sweep left; null where it is zero or was not kept.</summary>
    public ArrayDebugView? Sensitivity => array is null || variable.Tape.NodeAt(variable.Id).Gradient < 0
        ? null
        : new ArrayDebugView(variable.Tape.ValueOf(variable.Tape.NodeAt(variable.Id).Gradient));
}

/// <inheritdoc cref="VarDebugView"/>
internal sealed class VarDebugView<T>(Var<T> variable)
    where T : unmanaged
{
    private readonly VarDebugView untyped = new(variable.ToVar());

    /// <inheritdoc cref="VarDebugView.Origin"/>
    public string Origin => untyped.Origin;

    /// <inheritdoc cref="VarDebugView.Value"/>
    public ArrayDebugView? Value => untyped.Value;

    /// <inheritdoc cref="VarDebugView.Sensitivity"/>
    public ArrayDebugView? Sensitivity => untyped.Sensitivity;
}
