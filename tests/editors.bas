' Somebody who edits a document in LibreOffice Writer, by its own interface; what is done is written into `Main` (`editors.py`).
Option Explicit
Dim document As Object, doing As String

Sub Main
  On Error GoTo Failed
  Rem the edits
  StarDesktop.terminate()
  Exit Sub
Failed:
  Open FAILED For Output As #1
  Print #1, doing & ": " & Error & ", line " & Erl
  Close #1
  StarDesktop.terminate()
End Sub

Sub Begin(path As String, tracked As Boolean)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(path, "_blank", 0, hidden())
  document.RecordChanges = tracked
End Sub

Sub Store(path As String)
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName"
  kind(0).Value = "MS Word 2007 XML"
  document.storeToURL(path, kind())
  document.close(True)
End Sub

' Words in the paragraph that begins so; a space is found where one stands that does not break.
Function Words(at As String, old As String) As Object
  Dim wanted As Object, every As Object, around As Object, number As Long
  wanted = document.createSearchDescriptor()
  wanted.SearchRegularExpression = True
  wanted.SearchCaseSensitive = True
  wanted.SearchString = Pattern(old)
  every = document.findAll(wanted)
  For number = 0 To every.Count - 1
    around = Paragraph(every.getByIndex(number))
    If IsEmpty(around.DocumentIndex) And Left(Trim(Replace(Replace(around.String, Chr(160), " "), Chr(10), " ")), Len(at)) = at Then
      Words = every.getByIndex(number)
      Exit Function
    End If
  Next number
  Err.Raise(1000, "", "not found: " & at & " / " & old)
End Function

Function Pattern(text As String) As String
  Dim sign As Variant, made As String
  made = text
  For Each sign In Array("\", ".", "(", ")", "[", "]", "+", "*", "?", "|", "$", "^", "{", "}")
    made = Replace(made, sign, "\" & sign)
  Next sign
  Pattern = Replace(made, " ", "[ \u00A0\n]")
End Function

Function Paragraph(inside As Object) As Object
  Dim whole As Object
  whole = inside.Text.createTextCursorByRange(inside)
  whole.gotoStartOfParagraph(False)
  whole.gotoEndOfParagraph(True)
  Paragraph = whole
End Function

Sub Insert(above As Object, text As String)
  Dim behind As Object
  behind = above.Text.createTextCursorByRange(above.End)
  above.Text.insertControlCharacter(behind, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  above.Text.insertString(behind, text, False)
End Sub

Sub Delete(gone As Object)
  Dim all As Object
  all = gone.Text.createTextCursorByRange(gone.Start)
  all.gotoNextParagraph(True)
  all.String = ""
End Sub

Sub Edit(at As String, how As String, old As String, text As String)
  Dim found As Object, note As Object, other As Object
  doing = at & " " & how
  Select Case how
  Case "answer"
    other = Comment(old)
    other.Content = other.Content & " " & text
    Exit Sub
  Case "reply" ' beside it: which comment is a reply to which is known to the windows alone
    found = Comment(old).Anchor
    note = document.createInstance("com.sun.star.text.textfield.Annotation")
    note.Content = text
    note.Author = "Lê Văn Cường"
    found.Text.insertTextContent(found.End, note, False)
    Exit Sub
  End Select
  If old <> "" Then found = Words(at, old) Else found = Paragraph(Words(at, at))
  Select Case how
  Case "replace"
    found.String = text
  Case "delete"
    Delete(found)
  Case "insert"
    Insert(found, text)
  Case "move"
    Insert(Paragraph(Words(text, text)), found.String)
    Delete(found)
  Case "split"
    found.Text.insertControlCharacter(found.End, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  Case "join"
    other = found.Text.createTextCursorByRange(found.End)
    other.goRight(1, True)
    other.String = " "
  Case "comment"
    Dispatch(found, "InsertAnnotation", text, "Trần Thị Bình")
  Case "strike"
    found.CharStrikeout = com.sun.star.awt.FontStrikeout.SINGLE
  Case "highlight"
    found.CharBackColor = RGB(255, 255, 0)
  Case "row goes"
    other = found.TextTable.Rows
    other.removeByIndex(RowOf(found), 1)
  Case "row comes"
    other = found.TextTable
    other.Rows.insertByIndex(RowOf(found) + 1, 1)
    other.getCellByName("A" & (RowOf(found) + 2)).String = text
  Case "note"
    note = document.createInstance("com.sun.star.text.Footnote")
    found.Text.insertTextContent(found.End, note, False)
    note.String = text
  Case "everywhere"
    other = document.createReplaceDescriptor()
    other.SearchString = old
    other.ReplaceString = text
    document.replaceAll(other)
  Case "bold"
    found.CharWeight = com.sun.star.awt.FontWeight.BOLD
  End Select
End Sub

' What a menu does where something is chosen.
Sub Dispatch(chosen As Object, command As String, text As String, author As String)
  Dim told(1) As New com.sun.star.beans.PropertyValue
  told(0).Name = "Text"
  told(0).Value = text
  told(1).Name = "Author"
  told(1).Value = author
  document.CurrentController.select(chosen)
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(document.CurrentController.Frame, ".uno:" & command, "", 0, told())
End Sub

' The row of a table in which a cell is, counted from 0.
Function RowOf(inside As Object) As Long
  RowOf = Val(Mid(inside.Cell.CellName, 2)) - 1
End Function

' The comment that says something.
Function Comment(said As String) As Object
  Dim every As Object, field As Object
  every = document.TextFields.createEnumeration()
  While every.hasMoreElements()
    field = every.nextElement()
    If field.supportsService("com.sun.star.text.textfield.Annotation") Then
      If InStr(field.Content, said) > 0 Then
        Comment = field
        Exit Function
      End If
    End If
  Wend
  Err.Raise(1000, "", "no comment says: " & said)
End Function
