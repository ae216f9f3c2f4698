namespace BackendPlugins;

/// <summary>A call in line.</summary>
internal sealed class WaitingCall
{
    private readonly LinkedListNode<WaitingCall> _node;

    public WaitingCall(LinkedList<WaitingCall> line)
    {
        _node = line.AddLast(this);
    }

    public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Leaves the line and is made.</summary>
    public void Go()
    {
        _node.List?.Remove(_node);
        Turn.TrySetResult();
    }

    /// <summary>Leaves the line and is not made.</summary>
    public void GiveUp(Exception why)
    {
        _node.List?.Remove(_node);
        Turn.TrySetException(why);
    }
}
