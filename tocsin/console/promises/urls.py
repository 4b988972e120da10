"""The addresses of answers, rumours, promises and meetings."""

from django.urls import path

from tocsin.console.promises import commitments, feedback, meetings, rumours

PROMISES = [
    path("feedback/", feedback.register, name="feedback"),
    path("feedback/<uuid:key>/", feedback.page, name="answer"),
    path("feedback/<uuid:key>/draft", feedback.draft, name="draft_answer"),
    path("feedback/<uuid:key>/send", feedback.send, name="send_answer"),
    path("feedback/<uuid:key>/approve", feedback.approve, name="approve_answer"),
    path("feedback/<uuid:key>/return", feedback.give_back, name="return_answer"),
    path("feedback/<uuid:key>/settle", feedback.settle, name="settle_answer"),
    path("rumours/", rumours.rumour_list, name="rumours"),
    path("rumours/add", rumours.add, name="add_rumour"),
    path("rumours/<int:number>/", rumours.page, name="rumour"),
    path("rumours/<int:number>/found", rumours.found, name="rumour_found"),
    path("rumours/<int:number>/told", rumours.told, name="rumour_told"),
    path("commitments/", commitments.commitment_list, name="commitments"),
    path("commitments/add", commitments.add, name="add_commitment"),
    path("commitments/<int:number>/", commitments.page, name="commitment"),
    path("commitments/<int:number>/settle", commitments.settle, name="settle_commitment"),
    path("commitments/<int:number>/told", commitments.told, name="told_commitment"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/add", meetings.add, name="add_meeting"),
    path("meetings/<int:number>/", meetings.page, name="meeting"),
]
